/* Pieces of the details panel: headings, quotations with their document, facts. */
import { el, L, lang, settings, t } from "./dom.js";

/**
 * A quotation with its document; `atlas` knows the sources, `row` ("table-id") is the citation's
 * place on the sources page.
 */
export function quotation(atlas, evidence, row) {
  const [index, quote, isStated, ...notes] = evidence;
  const why = notes[lang === "zh" ? 0 : 1];
  const source = atlas.data.sources[index];
  const short = lang === "zh" ? source.szh : source.sen;
  return el(`blockquote.quote${isStated ? "" : ".is-editorial"}`, {},
    quote ? el("span", { lang: "zh-CN" }, quote) : null,
    why ? el("span.why", {}, why) : null,
    el("footer", {},
      el("a", { href: `${settings.sources}#${row || `s-${order(atlas, index)}`}` },
        lang === "zh" ? `《${short}》` : short),
      source.edition && !short.includes(source.edition) ? ` ${source.edition} · ` : " · ",
      tag(isStated)));
}

/** The place of a source on the sources page: policy documents come first there. */
function order(atlas, index) {
  const kinds = atlas.data.sources.map((row) => (row.edition ? 0 : 1));
  const before = kinds.filter((kind, at) => kind < kinds[index] || (kind === kinds[index] && at < index));
  return before.length + 1;
}

/** The name of a source by its number. */
export function sourceName(atlas, index) {
  return atlas.text(atlas.data.sources[index]);
}

/** Several rows with the same evidence share one quotation; `name(row)` gives "table-id". */
export function quotations(atlas, rows, name) {
  const seen = new Map(rows.map((row) => [JSON.stringify(row.e), row]));
  return [...seen.values()].map((row) => quotation(atlas, row.e, name && name(row)));
}

/** Says that something stands outside the edition being read, and how to read all. */
export function outsideEdition(atlas, evidence) {
  if (atlas.inEdition(evidence)) return null;
  const { edition } = atlas.data.sources[evidence[0]];
  return el("p.unlisted", {}, el("span", {}, t("outsideEdition", { year: atlas.edition, from: edition || "—" }), " ",
    el("button.linkish", { type: "button", onclick: () => atlas.readAll() }, t("readAll"))));
}

export function tag(isStated) {
  return isStated
    ? el("span.tag.is-stated", {}, t("stated"))
    : el("span.tag.is-editorial", { title: t("editorialLong") }, t("editorial"));
}

export function rough(site) {
  return el("span.tag.is-rough", { title: t("precision") }, L.atlas.precision(site.r));
}

export function section(title, count, ...children) {
  const kept = children.flat(Infinity).filter(Boolean);
  if (!kept.length) return null;
  return el("section", {},
    el("h3", {}, el("span", {}, title), count ? el("span", {}, String(count)) : null), kept);
}

/** A list of facts; pairs without a value are left out. */
export function facts(pairs) {
  return el("dl.facts", {}, pairs.filter(([, value]) => value).map(([name, value]) =>
    el("div", {}, el("dt", {}, name), el("dd", {}, value))));
}

/** A long list folded behind its title. */
export function fold(title, children, open = false) {
  return el("details.fold", { open }, el("summary", {}, title), children);
}

export function choose(atlas, kind, id, text) {
  return el("button.linkish", { type: "button", onclick: () => atlas.visit(kind, id) }, text);
}

const HEDGE = { ">=": { zh: "以上", en: "at least" }, ">": { zh: "超过", en: "over" },
  "~": { zh: "左右", en: "about" }, "=": { zh: "", en: "" } };

/** "4000 亿元以上" / "at least 4000 …", as the document hedges it. */
export function amount(row) {
  const number = row.value.toLocaleString(lang === "zh" ? "zh-CN" : "en");
  const unit = lang === "zh" ? row.unit[0] : row.unit[1];
  const hedge = HEDGE[row.cmp][lang];
  if (lang === "en") return `${hedge} ${number} ${unit}`.trim();
  return row.cmp === ">" ? `${hedge}${number}${unit}` : `${number}${unit}${hedge}`;
}

export function targetList(atlas, rows) {
  return rows.map((row) => el("li", {},
    el("div", {}, atlas.text(row)),
    el("span.figure", {}, amount(row)), " ",
    el("small", {}, row.year ? t("year", { year: row.year }) : t("noYear")),
    fold(t("evidence"), quotation(atlas, row.e, `targets-${row.id}`))));
}

export function units(atlas, ids) {
  const names = (ids || []).map((id) => atlas.text(atlas.data.units[id]));
  return names.join(lang === "zh" ? "、" : "; ");
}

export function scenarioList(atlas, rows) {
  return rows.map((row) => el("li", {},
    el("div", {}, row.n ? `${row.n}. ` : "", atlas.text(row)),
    row.group ? el("small", {}, atlas.text(row.group)) : null,
    row.units ? el("small", {}, ` · ${t("units")}: ${units(atlas, row.units)}`) : null,
    fold(t("evidence"), quotation(atlas, row.e, `scenarios-${row.id}`))));
}
