/* The layer list: grouped switches with counts, solo, all off and back, opacity per group. */
import { $, el, L, t } from "./dom.js";
import { symbol } from "./legend.js";

export class Toggles {
  constructor(atlas, changed) {
    this.atlas = atlas;
    this.changed = changed;
    this.specs = atlas.data.layers;
    this.inputs = new Map();
    this.op = {};
    this.before = null;
    this.beforeSolo = new Map();
    this.draw();
  }

  draw() {
    const master = el("div.master", {},
      this.master = el("button.quiet", { type: "button", onclick: () => this.allOff() }, t("allOff")),
      el("button.quiet", { type: "button", onclick: () => this.reset() }, t("restore")));
    const groups = this.atlas.data.groups
      .map((group) => this.group(group))
      .filter(Boolean);
    $("toggles").replaceChildren(master, ...groups);
    this.count();
  }

  group([id, zh, en]) {
    const specs = this.specs.filter((spec) => spec.group === id);
    if (!specs.length) return null;
    const all = el("button.quiet", { type: "button", onclick: () => this.turnAll(specs, true) }, t("allOn"));
    const none = el("button.quiet", { type: "button", onclick: () => this.turnAll(specs, false) },
      t("allOff"));
    const title = el("h2", { id: `group-${id}` }, this.atlas.text([zh, en]));
    return el("section.group", { "aria-labelledby": `group-${id}` },
      el("div.group-head", {}, title, specs.length > 1 ? el("span", {}, all, none) : null),
      specs.map((spec) => this.row(spec)),
      id === "industries" ? this.unlistedRow() : null,
      this.slider(id, specs, this.atlas.text([zh, en])));
  }

  row(spec) {
    const input = el("input", { type: "checkbox", onchange: () => {
      this.turn(spec.id, input.checked);
      this.changed(true);
    } });
    input.checked = this.isOn(spec.id);
    const name = this.atlas.text(spec);
    const target = this.target(spec);
    const count = target
      ? el("button.count.quiet", { type: "button", title: `${t("list")}: ${name}`,
        onclick: () => this.atlas.visit(...target) })
      : el("span.count", {});
    this.inputs.set(spec.id, { input, count });
    const mark = this.mark(spec);
    return el("div.toggle", {},
      el("label", { title: spec.note ? this.atlas.text(spec.note) : name },
        input, el("span.box", {}, symbol(this.atlas, spec)), el("span.name", {}, name), mark),
      count,
      el("button.quiet.solo", { type: "button", "aria-label": `${t("solo")}: ${name}`,
        onclick: () => this.solo(spec) }, t("solo")));
  }

  /** What the count of a layer opens: the panel that lists its members with their evidence. */
  target(spec) {
    if (spec.kind === "industry" || spec.kind === "belt") {
      return [spec.kind, spec.id.slice(spec.kind.length + 1)];
    }
    return spec.kind === "sites" ? ["layer", spec.id] : null;
  }

  /** The mark by which the map names an industry beside its colour. */
  mark(spec) {
    const industry = this.atlas.data.industries.find((row) => `industry-${row.id}` === spec.id);
    return industry ? el("span.mark", { "aria-hidden": "true" }, this.atlas.text(industry.mark)) : null;
  }

  /** The layer that draws something, or undefined. */
  layerOf(kind, id) {
    const layer = {
      industry: (spec) => spec.id === `industry-${id}`,
      belt: (spec) => spec.id === `belt-${id}`,
      site: (spec) => spec.kind === "sites" && spec.members.includes(id),
      layer: (spec) => spec.id === id,
    }[kind];
    const spec = layer && this.specs.find(layer);
    return spec && spec.id;
  }

  /** 文件未列 is no layer, but a state that the map shows and readers look for. */
  unlistedRow() {
    this.unlisted = el("span.count", {});
    return el("div.toggle.is-state", {}, el("label", {},
      el("span.box", {}, L.atlas.swatch(this.atlas, null)), el("span.name", {}, t("unlisted"))),
    this.unlisted);
  }

  slider(id, specs, title) {
    if (id === "base") return null;
    const input = el("input", { type: "range", min: "10", max: "100", step: "10", value: "100",
      "aria-label": `${t("opacity")}: ${title}`, oninput: () => {
        this.fade(id, Number(input.value));
        this.changed(false);
      } });
    this.inputs.set(`group:${id}`, { input, specs });
    return el("label.opacity", {}, el("span", {}, t("opacity")), input);
  }

  fade(group, percent) {
    const { specs, input } = this.inputs.get(`group:${group}`) || {};
    if (!specs) return;
    input.value = String(percent);
    if (percent === 100) delete this.op[group];
    else this.op[group] = percent;
    for (const spec of specs) this.atlas.setOpacity(spec.id, percent / 100);
  }

  isOn(id) {
    return this.atlas.isOn(id);
  }

  turn(id, on) {
    if (!this.inputs.has(id) || this.isOn(id) === on) return;
    this.atlas.turn(id, on);
    this.inputs.get(id).input.checked = on;
  }

  turnAll(specs, on) {
    for (const spec of specs) this.turn(spec.id, on);
    this.changed(true);
  }

  /** Show one layer of its group alone; again brings back what was on in the group before. */
  solo(spec) {
    const peers = this.specs.filter((other) => other.group === spec.group);
    const on = peers.filter((other) => this.isOn(other.id)).map((other) => other.id);
    const known = this.beforeSolo.get(spec.group);
    const isAlone = on.length === 1 && on[0] === spec.id;
    // Going from one lone layer to the next keeps what was on before the first.
    const isOther = known && on.length === 1 && on[0] === known.alone;
    const wanted = isAlone && known ? known.on : [spec.id];
    if (isAlone) this.beforeSolo.delete(spec.group);
    else this.beforeSolo.set(spec.group, { on: isOther ? known.on : on, alone: spec.id });
    for (const other of peers) this.turn(other.id, wanted.includes(other.id));
    this.changed(true);
  }

  /** Switch everything off, and the second time back to what was on. */
  allOff() {
    const on = this.specs.filter((spec) => this.isOn(spec.id)).map((spec) => spec.id);
    if (on.length) {
      this.before = on;
      for (const id of on) this.turn(id, false);
    } else for (const id of this.before || this.defaults()) this.turn(id, true);
    this.changed(true);
  }

  reset() {
    const wanted = this.defaults();
    for (const spec of this.specs) this.turn(spec.id, wanted.includes(spec.id));
    for (const group of Object.keys(this.op)) this.fade(group, 100);
    this.changed(true);
  }

  defaults() {
    return this.specs.filter((spec) => spec.show).map((spec) => spec.id);
  }

  /** Show how many members of each layer the chosen edition states. */
  count() {
    for (const spec of this.specs) {
      this.inputs.get(spec.id).count.textContent = String(this.members(spec));
    }
    if (this.unlisted) {
      this.unlisted.textContent = String(this.atlas.data.districts.filter((row) =>
        !this.atlas.stated(row).length).length);
    }
    const some = this.specs.some((spec) => this.isOn(spec.id));
    this.master.textContent = some ? t("allOff") : t("allOn");
  }

  members(spec) {
    const { atlas } = this;
    const inSite = (id) => atlas.site.has(id) && atlas.inEdition(atlas.site.get(id).e);
    if (spec.kind === "sites" || spec.kind === "mentions") return spec.members.filter(inSite).length;
    if (spec.kind === "industry") {
      const index = atlas.data.industries.findIndex((row) => `industry-${row.id}` === spec.id);
      return atlas.data.districts.filter((row) =>
        row.spec.some((found) => found.i === index && atlas.inEdition(found.e))).length;
    }
    if (spec.kind === "belt") {
      const belt = atlas.data.belts.find((row) => `belt-${row.id}` === spec.id);
      return atlas.inEdition(belt.e) ? belt.members.length : 0;
    }
    if (spec.kind === "link") {
      const link = atlas.data.links.find((row) => `link-${row.id}` === spec.id);
      return atlas.inEdition(link.e) ? 1 : 0;
    }
    return spec.members.length;
  }

  /** What differs from the default, for the address. */
  collect() {
    const on = [];
    const off = [];
    for (const spec of this.specs) {
      if (this.isOn(spec.id) && !spec.show) on.push(spec.id);
      if (!this.isOn(spec.id) && spec.show) off.push(spec.id);
    }
    return { on, off, op: { ...this.op } };
  }

  apply({ on, off, op }) {
    for (const spec of this.specs) {
      this.turn(spec.id, on.includes(spec.id) || (Boolean(spec.show) && !off.includes(spec.id)));
    }
    for (const [id] of this.atlas.data.groups) {
      const percent = Math.min(100, Math.max(10, Number(op[id]) || 100));
      if ((this.op[id] || 100) !== percent) this.fade(id, percent);
    }
  }
}
