/* The map of a registry: what is shown follows the form, the address follows what is shown. */
import "./copying.js";
import { plannerMap } from "./map.js";
import { $, el, pageOf, read, texts } from "./page.js";
import { Legend } from "./enterprise_legend.js";

const NONE = "none";
const SWAPPED = ["e-now", "e-overs", "districts", "policy", "files"]; // what the server writes anew for a filter
const MOVED_MS = 300;

class Registry {
  constructor(page) {
    this.page = page;
    this.t = texts(page.words);
    this.form = $("choices");
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.changed();
    });
    this.form.addEventListener("change", (event) => this.changed(event.target.name));
    // Who comes back from another city's map finds this one, and so must the choice.
    window.addEventListener("pageshow", () => {
      for (const option of this.form.elements.city || []) option.selected = option.defaultSelected;
    });
    for (const node of document.querySelectorAll(".e-plain")) node.hidden = true;
    this.years();
    plannerMap().then((map) => this.begin(map), () => {});
  }

  // --- the map

  begin(found) {
    this.found = found;
    this.map = found.map;
    this.atlas = found.atlas;
    this.legend = new Legend(this.atlas, this.t, found.L.atlas.registry);
    this.atlas.data.blocks = {};
    this.take(this.page);
    const at = new URLSearchParams(location.search).get("at");
    const [lat, lon, zoom] = (at || "").split(",").map(Number);
    if (at && found.isAround(lat, lon, zoom)) this.map.setView([lat, lon], zoom, { animate: false });
    this.map.on("moveend", () => {
      clearTimeout(this.moving);
      this.moving = setTimeout(() => this.address({ isMoved: true }), MOVED_MS);
    });
    this.map.on("atlas:cells", ({ id, block }) => {
      if (id !== this.page.overs[this.value("over")]) return;
      this.cells = block;
      this.tell();
    });
    this.map.on("atlas:registry-error", () => this.failed(this.t("failed"), () => {
      for (const layer of this.layers()) layer.refresh();
    }));
    $("e-by-key").textContent = this.t("byKey");
    this.show();
    document.documentElement.dataset.ready = "true";
  }

  /** Give the map the layers and the data of a page. */
  take({ layers, blocks }) {
    this.atlas.data.blocks = blocks;
    for (const row of layers) this.atlas.spec.set(row.id, row);
    for (const row of layers) {
      const choice = this.form.querySelector(`[data-layer="${row.id}"]`);
      if (choice) choice.textContent = this.atlas.text(row); // “… per district” by number, by weight
      const layer = this.atlas.layers[row.id];
      if (layer) layer.refresh();
      else this.found.L.atlas.layer(this.map, row.kind, row.id);
    }
  }

  layers() {
    return [...Object.values(this.page.areas), ...Object.values(this.page.overs)]
      .map((id) => this.atlas.layers[id]).filter(Boolean);
  }

  value(name) {
    const found = new FormData(this.form).get(name);
    return found === null ? "" : found;
  }

  /** Switch on what the form says and everything else off. */
  show() {
    const wanted = [this.page.areas[this.value("area")], this.page.overs[this.value("over")]];
    this.atlas.cellSize = Number(this.value("size")) || null;
    for (const layer of this.layers()) {
      const isWanted = wanted.includes(layer.id);
      if (isWanted !== this.map.hasLayer(layer)) this.map[isWanted ? "addLayer" : "removeLayer"](layer);
      else if (isWanted && layer.load) layer.load();
    }
    // Colours below colours would be read for one another.
    this.atlas.ground.setOpacity(wanted[0] && wanted[1] ? 0.45 : 1);
    this.form.querySelector(".e-size").hidden = this.value("over") !== "hexagons";
    $("e-by-key").hidden = !["hexagons", "hot-spots"].includes(this.value("over"));
    if (!wanted.includes("enterprise-hexagons") && !wanted.includes("enterprise-hot-spots")) this.cells = null;
    this.tell();
  }

  async tell() {
    const [area, over] = [this.page.areas[this.value("area")], this.page.overs[this.value("over")]];
    const spec = this.atlas.spec.get(area);
    const { registry } = this.found.L.atlas;
    const block = spec && await registry.block(this.atlas.data.blocks[spec.blocks[0]]).catch(() => null);
    if (area !== this.page.areas[this.value("area")]) return; // another one is wanted by now
    this.legend.area($("e-area"), spec, block);
    this.legend.over($("e-over"), this.atlas.spec.get(over), this.cells);
  }

  // --- the form and the address

  /** A range ends no earlier than it begins, and only one that begins with a year ends. */
  years() {
    const { year, to } = this.form.elements;
    if (!year || !to) return;
    const first = Number(year.value) || 0;
    if (to.value && Number(to.value) <= first) to.value = "";
    to.disabled = !first;
    for (const option of to.options) option.disabled = Boolean(option.value) && Number(option.value) <= first;
  }

  changed(name = "") {
    if (!this.map) {
      this.form.submit();
      return;
    }
    this.failed("");
    this.years();
    if (name === "city") location.assign(this.at(this.query())); // another city is another map
    else if (["industry", "year", "to", "by", ""].includes(name)) this.filter();
    else {
      this.show();
      this.address();
    }
  }

  /** What the form says, without what is shown anyway. */
  query() {
    const query = new URLSearchParams();
    for (const [key, value] of new FormData(this.form)) {
      const isDefault = { by: "count", area: "count", over: NONE, city: this.page.city }[key] === value;
      if (value && !isDefault) query.set(key, value);
    }
    return query;
  }

  at(query) {
    return query.toString() ? `?${query}` : location.pathname;
  }

  address({ isMoved = false } = {}) {
    const query = this.query();
    const { lat, lng } = this.map.getCenter();
    if (isMoved) this.isMoved = true;
    if (this.isMoved) query.set("at", `${lat.toFixed(4)},${lng.toFixed(4)},${this.map.getZoom()}`);
    history.replaceState(null, "", this.at(query));
    $("e-link").value = location.href;
    $("language").search = query;
  }

  /** Another filter: the server counts, the page takes over its tables, the map its data. */
  async filter() {
    this.address();
    const wanted = location.href;
    this.asked = wanted;
    document.body.classList.add("is-waiting");
    try {
      const answer = await fetch(wanted, { headers: { Accept: "text/html" } });
      if (!answer.ok) throw new Error(String(answer.status));
      const page = await pageOf(answer);
      if (this.asked !== wanted) return;
      for (const id of SWAPPED) $(id).replaceWith(document.importNode(page.getElementById(id), true));
      this.page = JSON.parse(page.getElementById("page").textContent);
      this.cells = null;
      this.take(this.page);
      this.show();
      this.address(); // single enterprises may have become too many for what was chosen above
      const counts = page.querySelector("#districts tfoot td").textContent;
      $("e-told").textContent = this.t("told", { what: $("e-now").textContent, count: counts });
    } catch {
      if (this.asked === wanted) this.failed(this.t("failed"), () => this.filter());
    } finally {
      if (this.asked === wanted) document.body.classList.remove("is-waiting");
    }
  }

  failed(text, again = null) {
    const box = $("e-failed");
    box.hidden = !text;
    box.replaceChildren(text, ...(again ? [" ", el("button.r-small", {
      type: "button",
      onclick: () => { this.failed(""); again(); },
    }, this.t("again"))] : []));
  }
}

const page = read("page");
if (page) new Registry(page);
