/* The ground of the planner's pages: language, elements, data and texts that the page brings. */

export const lang = document.documentElement.lang.startsWith("zh") ? "zh" : "en";

export const $ = (id) => document.getElementById(id);

/** Whether things may move by themselves. */
export const isCalm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

/** The JSON of `<script type="application/json" id="…">`, null where the page has none. */
export function read(id) {
  const node = $(id);
  return node && JSON.parse(node.textContent);
}

/** A translator over texts by key: `{name}` is replaced. */
export function texts(strings) {
  return (key, values = {}) => {
    if (!(key in strings)) throw new Error(`no text ${key}`);
    return strings[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
  };
}

/** Make an element: `el("p.note", {title: "…", onclick: f}, "text", child)`; strings become text. */
export function el(name, attributes = {}, ...children) {
  const [tag, ...classes] = name.split(".");
  const node = document.createElement(tag);
  if (classes.length) node.className = classes.join(" ");
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") node.addEventListener(key.slice(2), value);
    else if (value === true) node.setAttribute(key, "");
    else if (value !== false && value !== null && value !== undefined) node.setAttribute(key, value);
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined));
  return node;
}

const SVG = "http://www.w3.org/2000/svg";

/** Make an SVG element with attributes. */
export function svg(tag, attributes = {}, ...children) {
  const node = document.createElementNS(SVG, tag);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...children);
  return node;
}

/** The token that every change must carry. */
export const csrfToken = () => {
  const meta = document.querySelector("meta[name='csrf-token']");
  return meta ? meta.content : "";
};

/** Send JSON; answers `{status, data}`, `data` null where the answer is no JSON. Throws offline. */
export async function send(address, data, { method = "POST", signal } = {}) {
  const answer = await fetch(address, {
    method,
    signal,
    headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": csrfToken() },
    body: JSON.stringify(data),
  });
  const isJson = (answer.headers.get("Content-Type") || "").includes("json");
  return { status: answer.status, data: isJson ? await answer.json() : null };
}

/**
 * A page of this server as a document of its own, to take parts from. It is what the server would
 * have sent to a reader without scripts: escaped there, and nothing in it runs.
 */
export async function pageOf(answer) {
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}
