/* Candidates and other points as markers: a sign, a shape and a tone each; one stop for the Tab key. */
import { el, svg } from "./page.js";
import { PlainPoints } from "./plain_points.js";
import { SHAPES } from "./point_shapes.js";

const MOST_CLEARED = 60;
const CLEAR_MS = 300;
const LIFTS = ["selected", "hovered", "pointed", "stop"];

/** A point's sign as an element of its own, such as for a legend. */
export function sign({ shape = "circle", tone = "other", label = "" }) {
  return el(`span.pm-sign.tone-${tone}.is-${shape}`, { "aria-hidden": "true" }, face(shape), el("b", {}, label));
}

function face(shape) {
  const drawn = svg("svg", { viewBox: "0 0 24 24", "aria-hidden": "true" });
  drawn.append(svg("path", { d: SHAPES[shape] || SHAPES.circle }));
  return drawn;
}

export class Points {
  constructor(map, L) {
    this.map = map;
    this.L = L;
    this.given = new Map(); // id → {row, height}
    this.rows = new Map(); // id → {row, marker, node, …}: those that are elements
    this.plain = new PlainPoints(map, L);
    this.order = [];
    this.told = { select: [], hover: [], move: [] };
    this.selected = null;
    this.hovered = null;
    this.stop = null; // takes the Tab key
    this.pointed = null; // the plain point below the pointer
    this.Icon = L.Icon.extend({
      initialize(node) { L.setOptions(this, { iconSize: null }); this.node = node; },
      createIcon() { return this.node; },
      createShadow() { return null; },
    });
    const pane = map.createPane("pm-points");
    pane.style.zIndex = 650; // above the names, below tooltips
    map.on("mousemove", (event) => this._point(event));
    map.on("mouseout", () => this._lift("pointed", null));
  }

  /**
   * Show exactly these points; those that are there already keep their element. Plain ones are
   * drawn, and become elements while they are pointed at, selected or reached by keyboard.
   */
  set(list, { draggable = false } = {}) {
    this.draggable = draggable;
    this.order = list.map((row) => row.id);
    this.given = new Map(list.map((row, place) => [row.id, { row, height: row.height ?? list.length - place }]));
    for (const name of LIFTS) if (!this.given.has(this[name])) this[name] = null;
    for (const id of [...this.rows.keys()]) this._drop(id);
    for (const id of this.order) if (this._isLifted(id)) this._put(id);
    this.plain.set(list.filter((row) => this.plain.takes(row)));
    this._stop();
    clearTimeout(this.clearing);
    this.clearing = setTimeout(() => this._keepClear(), CLEAR_MS);
  }

  _isLifted(id) {
    return !this.plain.takes(this.given.get(id).row) || LIFTS.some((name) => this[name] === id);
  }

  /** Let a plain point be an element as long as it is selected, hovered, pointed at or the Tab stop. */
  _lift(name, id) {
    const before = this[name];
    this[name] = this.given.has(id) ? id : null;
    if (this[name] !== null && !this.rows.has(id)) this._put(id);
    if (before !== this[name]) this._drop(before);
  }

  _drop(id) {
    const found = this.rows.get(id);
    if (!found || (this.given.has(id) && this._isLifted(id))) return;
    found.marker.remove();
    this.rows.delete(id);
  }

  _point({ containerPoint, originalEvent }) {
    if (originalEvent.buttons || !this.plain.rows.length || originalEvent.target.closest(".pm-point")) return;
    const row = this.plain.at(containerPoint);
    this._lift("pointed", row && row.id);
  }

  /** Names of the atlas give way to the signs, once these have come to rest. */
  _keepClear() {
    const every = [...this.rows.values()].filter(({ row }) => !this.plain.takes(row));
    const signed = every.length > MOST_CLEARED ? every.filter(({ text }) => text) : every;
    const key = signed.map(({ marker }) => marker.getLatLng().toString()).sort().join();
    if (key === this.cleared || signed.length > MOST_CLEARED) return;
    this.cleared = key;
    const { labels } = this.map.atlas;
    labels.avoid("pm-points", [], signed.map(({ marker }) => marker.getLatLng()));
    labels.later();
  }

  at(id) {
    const found = this.given.get(id);
    return found && this.L.latLng(found.row.lat, found.row.lon);
  }

  all() {
    return this.order.map((id) => this.at(id));
  }

  select(id) {
    if (id === this.selected) return;
    const before = this.selected;
    this._lift("selected", id);
    this._mark(before, "is-selected", false);
    this._mark(this.selected, "is-selected", true);
    this._stop();
  }

  hover(id) {
    if (id === this.hovered) return;
    const before = this.hovered;
    this._lift("hovered", id);
    this._mark(before, "is-hovered", false);
    this._mark(this.hovered, "is-hovered", true);
  }

  _mark(id, name, on) {
    const found = this.rows.get(id);
    if (!found) return;
    found.node.classList.toggle(name, on);
    if (name === "is-selected") found.node.setAttribute("aria-pressed", String(on));
    this._raise(found);
  }

  _raise(found) {
    const up = found.id === this.selected ? 2e6 : found.id === this.hovered ? 1e6 : 0;
    const offset = found.height * 8 + up;
    if (found.offset === offset) return;
    found.offset = offset;
    found.marker.setZIndexOffset(offset);
  }

  _put(id) {
    const { row, height } = this.given.get(id);
    const found = this.rows.get(id) || this._make(row, this.draggable);
    found.height = height;
    this._dress(found, row);
    this._raise(found);
    const { marker } = found;
    const { lat, lng } = marker.getLatLng();
    if (lat !== row.lat || lng !== row.lon) marker.setLatLng([row.lat, row.lon]);
  }

  _make(row, draggable) {
    const { L } = this;
    const node = el("div.leaflet-marker-icon.pm-point", { role: "button", tabindex: "-1", "aria-pressed": "false" });
    const label = el("b");
    const marker = L.marker([row.lat, row.lon], {
      icon: new this.Icon(node), pane: "pm-points", keyboard: false, draggable, riseOnHover: false,
    });
    const found = { id: row.id, marker, node, label, row: {} };
    node.append(face(row.shape), label);
    marker.bindTooltip(() => this._tooltip(found), { className: "atlas-tooltip", opacity: 1, offset: [12, 0] });
    marker.on("click", () => this._choose(row.id));
    marker.on("mouseover", () => this._hovered(row.id));
    marker.on("mouseout", () => this._hovered(null));
    if (draggable) {
      marker.on("dragend", () => {
        const { lat, lng } = marker.getLatLng();
        for (const told of this.told.move) told(row.id, lng, lat);
      });
    }
    node.addEventListener("keydown", (event) => this._key(event, row.id));
    node.addEventListener("focus", () => this._hovered(row.id));
    node.addEventListener("blur", () => this._hovered(null));
    marker.addTo(this.map);
    this.rows.set(row.id, found);
    return found;
  }

  /** Write what has changed and nothing else: sliders move a thousand of these at a time. */
  _dress(found, row) {
    const { node, label } = found;
    const shape = row.shape || "circle";
    const classes = `tone-${row.tone || "other"} is-${shape}${row.isLarge ? " is-large" : ""}${row.isSmall ? " is-small" : ""}`;
    if (found.classes !== classes) {
      if (found.classes) node.classList.remove(...found.classes.split(" "));
      node.classList.add(...classes.split(" "));
      if (found.row.shape !== row.shape) node.firstChild.replaceWith(face(shape));
      found.classes = classes;
    }
    const text = String(row.label ?? "");
    if (found.text !== text) {
      label.textContent = text;
      found.text = text;
    }
    const spoken = [text, row.name, row.detail].filter(Boolean).join(" · ");
    if (found.spoken !== spoken) {
      node.setAttribute("aria-label", spoken);
      found.spoken = spoken;
    }
    found.row = row;
  }

  _tooltip({ row }) {
    const head = [row.label, row.name].filter((part) => part !== undefined && part !== "").join(" · ");
    return el("div", {}, el("strong", {}, head), row.detail ? el("p", {}, row.detail) : null);
  }

  _choose(id) {
    const next = id === this.selected ? null : id;
    this.select(next);
    for (const told of this.told.select) told(next);
  }

  _hovered(id) {
    this.hover(id);
    for (const told of this.told.hover) told(id);
  }

  /** Arrow keys lead from point to point in the list's order; Enter and Space select. */
  _key(event, id) {
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      event.stopPropagation();
      this._choose(id);
      return;
    }
    const place = this.order.indexOf(id);
    const to = {
      ArrowRight: place + 1, ArrowDown: place + 1, ArrowLeft: place - 1, ArrowUp: place - 1,
      Home: 0, End: this.order.length - 1,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    event.stopPropagation(); // the map would move
    const next = this.order[to];
    if (next === undefined) return;
    this._stop(next);
    this.rows.get(next).node.focus();
  }

  /** Only one point takes the Tab key: the selected one, or the first. */
  _stop(id = this.selected ?? this.order[0]) {
    if (this.stop === id && this.rows.has(id) && this.rows.get(id).node.tabIndex === 0) return;
    const before = this.rows.get(this.stop);
    if (before) before.node.tabIndex = -1;
    this._lift("stop", id);
    const found = this.rows.get(id);
    if (found) found.node.tabIndex = 0;
  }
}
