/* The page's ground: Leaflet's global is read here and nowhere else, and so are the page's data. */

/** Leaflet, with the atlas's own layers in `L.atlas`. */
export const L = window.L;

const read = (id) => JSON.parse(document.getElementById(id).textContent);

export const settings = read("settings");
const strings = read("strings");

/** A string of the page's language, `{name}` replaced. */
export function t(key, values = {}) {
  return strings[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

export const lang = document.documentElement.lang.startsWith("zh") ? "zh" : "en";

export const $ = (id) => document.getElementById(id);

/** Make an element; strings become text, never markup. `onclick` and friends take functions. */
export function el(name, attributes = {}, ...children) {
  const plain = {};
  const listeners = {};
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") listeners[key.slice(2)] = value;
    else if (value !== false) plain[key] = value === true ? "" : value;
  }
  const node = L.atlas.el(name, plain, ...children.flat(Infinity));
  for (const [type, listener] of Object.entries(listeners)) node.addEventListener(type, listener);
  return node;
}

/** Copy text; says whether the browser let us (it may refuse outside of https and localhost). */
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const field = el("textarea", { readonly: true, "aria-hidden": "true" });
    field.value = text;
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    return done;
  }
}

let timer = 0;

/** Say something for a moment above the map (or until the next hint when `stays`). */
export function hint(text, { stays = false } = {}) {
  const box = $("hint");
  clearTimeout(timer);
  box.textContent = text || "";
  box.hidden = !text;
  if (text && !stays) timer = setTimeout(() => { box.hidden = true; }, 4200);
}
