/* The legend: what is on, with the same signs as on the map. */
import { $, el, L, t } from "./dom.js";

/** The sign of a layer, as an SVG of 16 px. */
export function symbol(atlas, spec) {
  const { svg } = L.atlas;
  if (spec.symbol === "swatch") {
    const industry = atlas.data.industries.find((row) => `industry-${row.id}` === spec.id);
    return L.atlas.swatch(atlas, industry);
  }
  const node = svg("svg", { viewBox: "0 0 16 16", width: 16, height: 16, "aria-hidden": "true" });
  if (spec.symbol === "stroke") {
    const belt = atlas.data.belts.find((row) => `belt-${row.id}` === spec.id);
    node.append(svg("path", { d: "M4 14C5 9 8 6 12 2", fill: "none", stroke: belt.colour,
      "stroke-width": 3.4, "stroke-linecap": "round" }));
  } else if (spec.symbol === "link") {
    node.append(svg("path", { d: "M2 13L14 3", fill: "none", stroke: "#3c4a58",
      "stroke-width": 2.4, "stroke-linecap": "round", "stroke-dasharray": "0.5 4" }));
  } else if (spec.symbol === "district") {
    node.append(svg("path", { d: "M2 4l6-2 6 3-1 8-7 1-4-4z", fill: "#fbfaf7", stroke: "#6d737b",
      "stroke-width": 1.3 }));
  } else if (spec.symbol === "heat") {
    node.append(svg("circle", { cx: 8, cy: 8, r: 7, fill: "#f3e2c8" }),
      svg("circle", { cx: 8, cy: 8, r: 4.6, fill: "#e0a878" }),
      svg("circle", { cx: 8, cy: 8, r: 2.3, fill: "#8f2a22" }));
  } else return L.atlas.sign(spec.symbol, 16);
  return node;
}

function areaKey() {
  const { svg } = L.atlas;
  const node = svg("svg", { viewBox: "0 0 16 16", width: 16, height: 16, "aria-hidden": "true" });
  node.append(svg("circle", { cx: 8, cy: 8, r: 6.6, class: "atlas-area" }));
  return node;
}

export class Legend {
  constructor(toggles) {
    this.toggles = toggles;
    this.atlas = toggles.atlas;
    this.box = el("details", { open: false });
    $("legend").replaceChildren(this.box);
    this.update();
  }

  update() {
    const { atlas, toggles } = this;
    const on = toggles.specs.filter((spec) => spec.symbol !== "district" && toggles.isOn(spec.id));
    const list = el("ul", {}, on.filter((spec) => toggles.members(spec)).map((spec) => this.item(spec)));
    const states = new Set(atlas.data.districts.map((row) => atlas.state(row)));
    if (states.has("unlisted")) {
      list.append(el("li", {}, L.atlas.swatch(atlas, null), t("unlisted")));
    }
    if (on.some((spec) => spec.kind === "sites")) {
      list.append(el("li", {}, areaKey(), el("span", {}, t("areaOnly"))));
    }
    const empty = el("p.empty", {}, atlas.edition && toggles.specs.some((s) => toggles.isOn(s.id))
      ? t("editionEmpty", { year: atlas.edition }) : t("noneOn"));
    const isEmpty = !list.children.length;
    this.box.replaceChildren(el("summary", {}, t("legend")), isEmpty ? empty : list);
  }

  item(spec) {
    const { atlas } = this;
    const industry = atlas.data.industries.find((row) => `industry-${row.id}` === spec.id);
    const note = spec.note ? el("small", {}, atlas.text(spec.note)) : null;
    const mark = industry ? el("b", {}, `${atlas.text(industry.mark)} `) : null;
    return el("li", {}, symbol(atlas, spec), el("span", {}, mark, atlas.text(spec), note));
  }
}
