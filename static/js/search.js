/* Search over all cities: Chinese, pinyin, initials and English; one field, a list, the keyboard. */
import { $, el, settings, t } from "./dom.js";

const LIMIT = 12;
let entries = null;

async function load() {
  if (entries) return entries;
  const answer = await fetch(settings.search);
  if (!answer.ok) throw new Error(String(answer.status));
  entries = (await answer.json()).map(([kind, id, city, zh, en, pinyin, initials]) =>
    ({ kind, id, city, zh, en, pinyin, initials, name: zh.toLowerCase(), lower: en.toLowerCase() }));
  return entries;
}

/** How well an entry answers what was typed; 0 when it does not. Several words must all fit. */
export function score(entry, typed) {
  const text = typed.trim().toLowerCase();
  // Documents' English may say "intelligent" where people say smart or AI.
  const formal = text.replace(/^(smart|ai)\s+(?=\S)/, "intelligent ");
  return Math.max(scoreWords(entry, text), formal === text ? 0 : scoreWords(entry, formal));
}

function scoreWords(entry, text) {
  const words = text.split(/\s+/);
  const whole = scoreOf(entry, text);
  if (whole || words.length < 2) return whole;
  return Math.min(...words.map((word) => scoreOf(entry, word))) / 2;
}

function scoreOf(entry, text) {
  if (!text) return 0;
  // The index has letters and digits only; what is nothing but signs would match everything.
  const plain = text.replace(/[^\p{L}\p{N}]/gu, "");
  if (!plain) return 0;
  if (entry.name === text || entry.lower === text) return 100;
  if (entry.name.startsWith(text)) return 90;
  if (entry.pinyin.startsWith(plain)) return 80;
  if (entry.initials.startsWith(plain)) return 75;
  if (entry.lower.startsWith(text)) return 70;
  if (entry.name.includes(text)) return 60;
  if (` ${entry.lower}`.includes(` ${text}`)) return 55;
  if (plain.length > 2 && entry.pinyin.includes(plain)) return 40;
  if (plain.length > 1 && entry.initials.includes(plain)) return 30;
  return text.length > 2 && entry.lower.includes(text) ? 25 : 0;
}

const RANK = ["city", "district", "industry", "belt", "site", "scenario"];

export function find(all, typed) {
  return all
    .map((entry) => [score(entry, typed), entry])
    .filter(([value]) => value)
    .sort((a, b) => b[0] - a[0] || RANK.indexOf(a[1].kind) - RANK.indexOf(b[1].kind))
    .slice(0, LIMIT)
    .map(([, entry]) => entry);
}

/** Wire the search box; `chosen(entry)` is called with what the reader picked. */
export function wireSearch(atlas, chosen) {
  const input = $("search");
  const list = $("found");
  let at = -1;
  let results = [];

  const close = () => {
    list.hidden = true;
    at = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const say = (text) => {
    list.replaceChildren(el("li.empty", { role: "option", "aria-disabled": "true" }, text));
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    input.removeAttribute("aria-activedescendant");
  };
  const point = (index) => {
    at = (index + results.length) % results.length;
    [...list.children].forEach((item, place) =>
      item.setAttribute("aria-selected", String(place === at)));
    input.setAttribute("aria-activedescendant", `found-${at}`);
    list.children[at].scrollIntoView({ block: "nearest" });
  };
  const pick = (entry) => {
    close();
    input.value = atlas.text(entry);
    chosen(entry);
  };
  const show = () => {
    list.replaceChildren(...results.map((entry, index) => el("li", {
      role: "option", id: `found-${index}`, "aria-selected": "false",
      onmousedown: (event) => { event.preventDefault(); pick(entry); } },
    el("span", {}, atlas.text(entry)), el("small", {}, t(`kind.${entry.kind}`)))));
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    point(0);
  };

  input.addEventListener("focus", () => load().catch(() => {}));
  input.addEventListener("input", async () => {
    const typed = input.value;
    if (!typed.trim()) return close();
    try {
      const all = await load();
      if (typed !== input.value) return undefined;
      results = find(all, typed);
    } catch {
      results = [];
      return say(t("searchFailed"));
    }
    return results.length ? show() : say(t("nothingFound"));
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Escape" && !list.hidden) {
      event.stopPropagation(); // the first Escape is the list's, not the selection's
      close();
    }
    if (list.hidden || !results.length) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      point(at + (event.key === "ArrowDown" ? 1 : -1));
    }
    if (event.key === "Enter") {
      event.preventDefault();
      pick(results[Math.max(0, at)]);
    }
  });
  input.addEventListener("blur", close);
}
