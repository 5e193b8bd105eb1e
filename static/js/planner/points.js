/* Candidates and other points as markers: a sign, a shape and a tone each; one stop for the Tab key. */
import { el, svg } from "./page.js";

const MOST_CLEARED = 60;
const CLEAR_MS = 300;

const SHAPES = {
  circle: "M12 2a10 10 0 110 20 10 10 0 010-20z",
  square: "M3 3h18v18H3z",
  diamond: "M12 0.6L23.4 12 12 23.4 0.6 12z",
  triangle: "M12 1.5L23.5 22H0.5z",
  hexagon: "M12 1l9.6 5.5v11L12 23l-9.6-5.5v-11z",
  cross: "M5 2l7 7 7-7 3 3-7 7 7 7-3 3-7-7-7 7-3-3 7-7-7-7z",
};

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
    this.rows = new Map(); // id → {row, marker, node, …}
    this.order = [];
    this.told = { select: [], hover: [], move: [] };
    this.selected = null;
    this.hovered = null;
    this.Icon = L.Icon.extend({
      initialize(node) { L.setOptions(this, { iconSize: null }); this.node = node; },
      createIcon() { return this.node; },
      createShadow() { return null; },
    });
    const pane = map.createPane("pm-points");
    pane.style.zIndex = 650; // above the names, below tooltips
  }

  /** Show exactly these points; those that are there already keep their element. */
  set(list, { draggable = false } = {}) {
    const wanted = new Set(list.map((row) => row.id));
    for (const [id, found] of this.rows) {
      if (wanted.has(id)) continue;
      found.marker.remove();
      this.rows.delete(id);
    }
    this.order = list.map((row) => row.id);
    list.forEach((row, place) => this._put(row, row.height ?? list.length - place, draggable));
    if (this.selected !== null && !this.rows.has(this.selected)) this.selected = null;
    this._stop();
    clearTimeout(this.clearing);
    this.clearing = setTimeout(() => this._keepClear(), CLEAR_MS);
  }

  /** Names of the atlas give way to the signs, once these have come to rest. */
  _keepClear() {
    const every = [...this.rows.values()];
    const signed = every.length > MOST_CLEARED ? every.filter(({ text }) => text) : every;
    const key = signed.map(({ marker }) => marker.getLatLng().toString()).sort().join();
    if (key === this.cleared || signed.length > MOST_CLEARED) return;
    this.cleared = key;
    const { labels } = this.map.atlas;
    labels.avoid("pm-points", [], signed.map(({ marker }) => marker.getLatLng()));
    labels.later();
  }

  at(id) {
    const found = this.rows.get(id);
    return found && found.marker.getLatLng();
  }

  all() {
    return [...this.rows.values()].map(({ marker }) => marker.getLatLng());
  }

  select(id) {
    if (id === this.selected) return;
    this._mark(this.selected, "is-selected", false);
    this.selected = this.rows.has(id) ? id : null;
    this._mark(this.selected, "is-selected", true);
    this._stop();
  }

  hover(id) {
    if (id === this.hovered) return;
    this._mark(this.hovered, "is-hovered", false);
    this.hovered = this.rows.has(id) ? id : null;
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

  _put(row, height, draggable) {
    const found = this.rows.get(row.id) || this._make(row, draggable);
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
    const next = this.rows.get(this.order[to]);
    if (!next) return;
    this._stop(next.id);
    next.node.focus();
  }

  /** Only one point takes the Tab key: the selected one, or the first. */
  _stop(id = this.selected ?? this.order[0]) {
    if (this.stop === id && this.rows.has(id) && this.rows.get(id).node.tabIndex === 0) return;
    const before = this.rows.get(this.stop);
    if (before) before.node.tabIndex = -1;
    const found = this.rows.get(id);
    if (found) found.node.tabIndex = 0;
    this.stop = id;
  }
}
