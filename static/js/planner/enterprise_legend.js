/* The legend of the map of a registry: classes with their bounds, and the sentence of each layer. */
import { el, lang, svg } from "./page.js";

const place = lang === "zh" ? 0 : 1;
const number = (value) => value.toLocaleString(lang === "zh" ? "zh-CN" : "en");
const HEAT = ["#f6e7c1", "#e9b44c", "#d2691e", "#9c2a1f", "#4d0f14"];

function swatch(atlas, registry, row, { isCell = false } = {}) {
  const node = svg("svg", { viewBox: "0 0 22 16", "aria-hidden": "true", class: "e-swatch" });
  if (isCell) {
    node.append(svg("path", { d: "M11 0.5l6.9 4v7l-6.9 4-6.9-4v-7z", fill: row.colour }));
    node.classList.add("is-cell");
  } else if (row.texture === "not-listed") {
    node.append(svg("rect", { width: 22, height: 16, fill: atlas.ground.fills.url([]) }));
  } else {
    node.append(svg("rect", { width: 22, height: 16, fill: registry.fill(atlas, row) }));
  }
  return node;
}

export class Legend {
  constructor(atlas, t, registry) {
    this.atlas = atlas;
    this.registry = registry;
    this.t = t;
  }

  /** What districts are painted by. */
  area(box, spec, block) {
    if (!spec || !block) {
      box.replaceChildren(spec ? el("p.e-note", {}, this.t("loading")) : "");
      return;
    }
    box.replaceChildren(el("h3", {}, this.atlas.text(spec)),
      this._classes(block.classes), el("p.e-note", {}, spec.note[place]));
  }

  /** What lies above them; `cells` is the block that is drawn, null while there is none. */
  over(box, spec, cells) {
    if (!spec) {
      box.replaceChildren();
      return;
    }
    const parts = { "enterprise-hexagons": "_hexagons", "enterprise-hot-spots": "_spots", "enterprise-heat": "_heat", "enterprise-points": "_groups" };
    box.replaceChildren(el("h3", {}, this.atlas.text(spec)),
      ...this[parts[spec.kind]](cells).filter(Boolean), el("p.e-note", {}, spec.note[place]));
  }

  _classes(rows, options = {}) {
    return el("ul.e-classes", {}, rows.map((row) => el("li", {}, swatch(this.atlas, this.registry, row, options), " ",
      row.sign ? el("b.e-sign", {}, row.sign) : null, row.sign ? " " : null, row.name[place] || null,
      row.text ? el("span.e-bounds", {}, row.name[place] ? ` ${row.text}` : row.text) : null)));
  }

  _hexagons(cells) {
    if (!cells) return [el("p", {}, this.t("loading"))];
    if (!cells.classes || !cells.classes.length) return [el("p", {}, this.t("noCells"))];
    const { tiles } = this.atlas.data.blocks.cells;
    const told = cells.by === "weight"
      ? this.t("perCellWeighed", { weight: cells.words[place], km2: number(cells.km2) })
      : this.t("perCell", { km2: number(cells.km2) });
    return [el("p", {}, told), this._classes(cells.classes, { isCell: true }),
      tiles ? null : el("p.e-note", {}, this.t("finest"))];
  }

  _spots(cells) {
    if (!cells) return [el("p.e-wait", { role: "status" }, this.t("testing"))];
    if (cells.obstacle) return [el("p", {}, cells.obstacle[place])];
    const told = this.t("spots", { hot: number(cells.hot), cold: number(cells.cold), km2: number(cells.km2) });
    return [el("p", {}, told), this._classes(cells.classes, { isCell: true })];
  }

  _heat() {
    const bar = svg("svg", { viewBox: "0 0 100 10", preserveAspectRatio: "none", class: "e-heat", "aria-hidden": "true" });
    HEAT.forEach((colour, step) => bar.append(svg("rect", { x: step * 20, width: 20.5, height: 10, fill: colour })));
    return [el("p.e-scale", {}, this.t("heat"), " ", bar, " ", this.t("heatMany"))];
  }

  _groups() {
    return [el("p", {}, this.t("groups"))];
  }
}
