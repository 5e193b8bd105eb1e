/*
 * The atlas's map on a page of the planner. `plannerMap()` answers when it is drawn:
 *
 *   const map = await plannerMap();
 *   map.points([{ id, lon, lat, name, label, shape, tone, detail, isLarge, isSmall }], { draggable });
 *   map.lines([{ from: [lon, lat], to: [lon, lat], tone, weight }]);
 *   map.shapes([{ geometry, tone, label, at } or { lon, lat, radius_m, tone }]);
 *   map.onSelect((id | null) => …); map.onHover((id | null) => …); map.onMove((id, lon, lat) => …);
 *   const off = map.onClick((lon, lat) => …); map.select(id); map.hover(id); map.show(id); map.fit();
 *
 * `shape`: circle, square, diamond, triangle, hexagon or cross; `tone`: a word that css/planner-map.css
 * knows (first, top, other, out, fixed, demand, west, east, warn). All positions are WGS-84.
 */
import { el, lang } from "./page.js";
import { Points } from "./points.js";
import { wireLayers } from "./map_layers.js";

const QUIET = ["belt", "link", "industry", "mentions"];

/** The map that a script of the page has made; before, the name means the container itself. */
const mapNamed = (name) => (window[name] && window[name].atlas ? window[name] : null);

/** Wait until the deferred scripts of the map have run. */
function scriptsRan(name) {
  if (mapNamed(name) || document.readyState === "complete") return Promise.resolve();
  return new Promise((done) => {
    document.addEventListener("DOMContentLoaded", done, { once: true });
    window.addEventListener("load", done, { once: true });
  });
}

class PlannerMap {
  constructor(node, atlas) {
    this.node = node;
    this.atlas = atlas;
    this.map = atlas.map;
    this.L = L(); // for what else a page draws on it
    this.settings = JSON.parse(node.querySelector(".pm-settings").textContent);
    for (const name of ["pm-shapes", "pm-lines"]) this._pane(name, name === "pm-shapes" ? 420 : 430);
    this._drawn = { shapes: L().layerGroup().addTo(this.map), lines: L().layerGroup().addTo(this.map) };
    this._points = new Points(this.map, L());
    this._cursor();
    this._answers();
    this._prints();
  }

  /** Put markers on the map, the first in the list on top and first to the keyboard. */
  points(list, options = {}) {
    this._points.set(list, options);
    return this;
  }

  /** Straight lines, such as from demand to the site that serves it. */
  lines(list) {
    this._drawn.lines.clearLayers();
    for (const { from, to, tone = "other", weight = 1.4 } of list) {
      this._drawn.lines.addLayer(L().polyline([swap(from), swap(to)], {
        pane: "pm-lines", className: `pm-line tone-${tone}`, weight, interactive: false,
      }));
    }
    return this;
  }

  /** Areas: GeoJSON geometries (with a label at a place of theirs), or circles of so many metres. */
  shapes(list) {
    this._drawn.shapes.clearLayers();
    this.atlas.labels.drop("pm-areas");
    for (const row of list) {
      const options = { pane: "pm-shapes", className: `pm-shape tone-${row.tone || "other"}`, interactive: false, isNamed: Boolean(row.label) };
      this._drawn.shapes.addLayer(row.geometry
        ? L().geoJSON(row.geometry, { ...options, pointToLayer: (_, at) => L().circleMarker(at, { ...options, radius: 3 }) })
        : L().circle([row.lat, row.lon], { ...options, radius: row.radius_m }));
      if (row.label) this._nameArea(row);
    }
    return this;
  }

  /** Its name stands about a place of it, clear of signs and of the names of the atlas. */
  _nameArea({ at, label, tone }) {
    const node = el("div", { class: `pm-area-name tone-${tone}` }, label);
    this.atlas.labels.add({ owner: "pm-areas", at: L().latLng(swap(at)), node, priority: 1000, beside: 9 });
  }

  /** Let clicks on the ground answer with a position, until the function returned is called. */
  onClick(told) {
    const box = this.map.getContainer();
    const click = ({ latlng }) => told(latlng.lng, latlng.lat);
    const key = (event) => {
      if (event.key !== "Enter" || event.target !== box) return;
      event.preventDefault();
      click({ latlng: this.map.getCenter() });
    };
    const turn = (on) => {
      // Districts and places would take the clicks.
      for (const pane of ["overlayPane", "markerPane", "atlas-labels"]) {
        const found = this.map.getPane(pane);
        if (found) found.classList.toggle("pm-idle", on);
      }
      box.classList.toggle("is-picking", on);
      this.map[on ? "on" : "off"]("click", click);
      box[on ? "addEventListener" : "removeEventListener"]("keydown", key);
    };
    turn(true);
    return () => turn(false);
  }

  onSelect(told) {
    this._points.told.select.push(told);
    return this;
  }

  onHover(told) {
    this._points.told.hover.push(told);
    return this;
  }

  /** After a marker has been dragged (`points(list, { draggable: true })`). */
  onMove(told) {
    this._points.told.move.push(told);
    return this;
  }

  /** Mark a point as selected (null: none); listeners are not told. */
  select(id) {
    this._points.select(id);
    return this;
  }

  /** Mark a point as the one that is looked at elsewhere on the page. */
  hover(id) {
    this._points.hover(id);
    return this;
  }

  /** Bring a point into view, moving no more than needed. */
  show(id) {
    const at = this._points.at(id);
    if (at && !this.map.getBounds().pad(-0.08).contains(at)) this.map.panTo(at, { animate: false });
    return this;
  }

  /** Show all points and shapes without a label, or the city where there are none; `isNear`: none far from the city. */
  fit({ isNear = false } = {}) {
    const near = this._city().pad(0.5);
    const bounds = L().latLngBounds(this._points.all().filter((at) => !isNear || near.contains(at)));
    // Named areas may own islets far out, for which all the rest would become small.
    this._drawn.shapes.eachLayer((layer) => layer.getBounds && !layer.options.isNamed && bounds.extend(layer.getBounds()));
    if (bounds.isValid()) this.map.fitBounds(bounds.pad(0.12), { animate: false, maxZoom: 14, padding: [26, 26] });
    else this.home();
    return this;
  }

  /** Show the whole city. */
  home() {
    L().atlas.home(this.map, this._city());
    return this;
  }

  /** Whether the city, or the ground beside it, would still be seen from there, as `Atlases.isAround` says. */
  isAround(lat, lon, zoom) {
    return [lat, lon, zoom].every(Number.isFinite) && this._city().pad(1).contains([lat, lon])
      && zoom >= this.map.getMinZoom() && zoom <= this.map.getMaxZoom();
  }

  /** Say something above the map ("" ends it). */
  hint(text) {
    const box = this.node.querySelector(".pm-hint");
    box.textContent = text;
    box.hidden = !text;
  }

  _city() {
    return L().latLngBounds(this.atlas.data.cities.flatMap(({ bounds: [s, w, n, e] }) => [[s, w], [n, e]]));
  }

  _pane(name, zIndex) {
    const pane = this.map.createPane(name);
    pane.style.zIndex = zIndex;
    pane.style.pointerEvents = "none";
  }

  /** What belongs to the atlas answers with the sentence that states it. */
  _answers() {
    L().atlas.popups(this.map);
    this.map.on("popupclose", () => this.atlas.outline(null, null));
  }

  /** On paper the map has another size: it is laid out anew before it is drawn. */
  _prints() {
    let seen = null; // what the screen showed
    const turn = (on) => {
      this._backToCanvas();
      const bounds = this.map.getBounds();
      if (on) seen ??= [this.map.getCenter(), this.map.getZoom()];
      document.documentElement.classList.toggle("is-printing", on);
      this.map.invalidateSize({ animate: false });
      if (on) this.map.fitBounds(bounds, { animate: false });
      else if (seen) this.map.setView(...seen, { animate: false });
      if (this.atlas.labels) this.atlas.labels.place(); // now: paper does not wait for the next frame
      if (on) this._toPictures();
      else seen = null;
    };
    addEventListener("beforeprint", () => turn(true));
    addEventListener("afterprint", () => turn(false));
  }

  /** A canvas in a PDF hides the whole map in many readers; a picture of it does not. */
  _toPictures() {
    this._onPaper = [...this.map.getContainer().querySelectorAll("canvas")].map((canvas) => {
      const picture = el("img", { src: canvas.toDataURL(), alt: "" });
      picture.style.cssText = canvas.style.cssText;
      Object.assign(picture.style, { position: "absolute", left: 0, top: 0 });
      canvas.replaceWith(picture);
      return { canvas, picture };
    });
  }

  _backToCanvas() {
    for (const { canvas, picture } of this._onPaper || []) picture.replaceWith(canvas);
    this._onPaper = [];
  }

  _cursor() {
    const box = this.node.querySelector(".pm-cursor");
    this.map.on("mousemove", ({ latlng }) => {
      box.textContent = `${latlng.lng.toFixed(5)}, ${latlng.lat.toFixed(5)}`;
    });
  }
}

const L = () => window.L;
const swap = ([lon, lat]) => [lat, lon];

/** The ground first: what the atlas paints by default would drown the candidates. */
function quieten(atlas, more) {
  for (const [id, layer] of Object.entries(atlas.layers)) {
    if ([...QUIET, ...more].includes(atlas.spec.get(id).kind)) atlas.map.removeLayer(layer);
  }
}

const made = new WeakMap();

/** The page's map, drawn; the same object however often it is asked for. Rejects where it cannot be. */
export function plannerMap(node = document.querySelector("[data-planner-map]")) {
  if (!made.has(node)) made.set(node, make(node));
  return made.get(node);
}

async function make(node) {
  const name = node.dataset.plannerMap;
  await scriptsRan(name);
  try {
    const map = mapNamed(name);
    if (!map) throw new Error("the scripts of the map did not load");
    const atlas = await map.atlas.ready;
    quieten(atlas, (node.dataset.quiet || "").split(" "));
    node.dataset.drawn = "true"; // shows the map in place of the picture
    atlas.map.invalidateSize({ animate: false });
    const found = new PlannerMap(node, atlas);
    found.home();
    wireLayers(found, L());
    node.dataset.ready = "true";
    return found;
  } catch (error) {
    node.dataset.undrawn = "true";
    node.querySelector(".pm-stage").append(el("p.pm-failed", { role: "alert" }, lang === "zh"
      ? "地图未能载入。请检查网络后重新打开本页；其余内容仍可使用。"
      : "The map did not load. Check the connection and reload; the rest of the page still works."));
    throw error;
  }
}
