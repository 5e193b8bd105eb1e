/* Names on the map: placed by priority, kept apart, with a leader line where it is crowded. */
(function (L) {
  "use strict";

  const { svg } = L.atlas;
  const GAP = 2;

  /** Offsets (px) at which a label may stand about its place, the nearest first. */
  const RINGS = [[0, 0], [0, -13], [0, 13], [-16, 0], [16, 0]];
  for (const radius of [22, 32, 44, 58, 74, 92, 112, 136, 164, 196]) {
    for (let turn = 0; turn < 16; turn += 1) {
      const angle = (turn * Math.PI) / 8;
      RINGS.push([radius * 1.2 * Math.cos(angle), radius * Math.sin(angle)]);
    }
  }

  function overlaps(a, b) {
    return a.x0 < b.x1 && b.x0 < a.x1 && a.y0 < b.y1 && b.y0 < a.y1;
  }

  /**
   * A label is `{owner, at: L.LatLng, node, priority}` and, as needed, `beside` (px: its distance
   * from the place that it names; `isCentred`: it may also stand on it), `zone(latlng)` ("own", "other" or "none": where a name of an area stands),
   * `isTiny()`, `settled(box)` (told where it stands, layer px), and `full()`, `fits()`, `compact()` for what it can do without.
   */
  class Labels {
    constructor(atlas) {
      this.atlas = atlas;
      this.map = atlas.map;
      this.items = [];
      this.hidden = new Set();
      this.obstacles = new Map();
      const pane = this.map.getPane("atlas-labels") || this.map.createPane("atlas-labels");
      pane.style.zIndex = 640;
      this.lines = svg("svg", { class: "atlas-leaders leaflet-zoom-hide", "aria-hidden": "true" });
      this.board = L.DomUtil.create("div", "atlas-labels leaflet-zoom-hide", pane);
      this.board.append(this.lines);
      this.map.on("zoomend viewreset resize", this.later, this);
      // A page may bring its fonts after the map is drawn: then every name has another width.
      document.fonts.addEventListener("loadingdone", () => this.later());
    }

    add(label) {
      label.node.classList.add("atlas-label");
      this.board.append(label.node);
      this.items.push(label);
      this.later();
    }

    drop(owner) {
      this.items = this.items.filter((label) => {
        if (label.owner === owner) label.node.remove();
        return label.owner !== owner;
      });
      this.obstacles.delete(owner);
      this.later();
    }

    show(owner, shown) {
      const has = this.items.some((label) => label.owner === owner) || this.obstacles.has(owner);
      if (shown) this.hidden.delete(owner);
      else this.hidden.add(owner);
      if (has) this.later(); // who names nothing moves no name
    }

    /** While the owner is shown: rather not on `lines`, never on `signs` (both L.LatLng[]), which reach so many px. */
    avoid(owner, lines, signs = [], reach = 8) {
      this.obstacles.set(owner, { lines, signs, reach });
    }

    later() {
      if (this.pending) return;
      this.pending = requestAnimationFrame(() => {
        this.pending = 0;
        this.place();
      });
    }

    place() {
      const shown = this.items.filter((label) => !this.hidden.has(label.owner));
      for (const label of this.items) label.node.hidden = this.hidden.has(label.owner);
      for (const label of shown) {
        label.point = this.map.latLngToLayerPoint(label.at);
        if (label.full) label.full();
      }
      // Reading sizes after all writing keeps this to one layout of the page (two with marks).
      for (const label of shown) measure(label);
      for (const label of shown) {
        if (label.fits && !label.fits()) {
          label.compact();
          label.isCompact = true;
        } else label.isCompact = false;
      }
      for (const label of shown) if (label.isCompact) measure(label);
      this._spread(shown);
    }

    _spread(shown) {
      const corner = this.map.containerPointToLayerPoint([0, 0]);
      this.view = L.bounds(corner, corner.add(this.map.getSize()));
      const strokes = [];
      const taken = this._controls(corner);
      for (const [owner, { lines, signs, reach }] of this.obstacles) {
        if (this.hidden.has(owner)) continue;
        strokes.push(...lines.map((at) => this._square(at, 5)));
        taken.push(...signs.map((at) => this._square(at, reach)));
      }
      const leaders = [];
      for (const label of [...shown].sort((a, b) => b.priority - a.priority)) {
        let spot = this._bestSpot(label, taken, strokes);
        if (spot && spot.isAway && label.compact && !label.isCompact) {
          // What stands elsewhere is a name only: marks there would speak of the wrong place.
          label.compact();
          measure(label);
          spot = this._bestSpot(label, taken, strokes);
        }
        label.node.style.visibility = spot ? "" : "hidden";
        if (!spot) continue;
        taken.push(spot.box);
        L.DomUtil.setPosition(label.node, L.point(spot.box.x0 + GAP, spot.box.y0 + GAP).round());
        if (label.settled) label.settled(spot.box);
        if (spot.isAway) leaders.push([label.point, spot.box]);
      }
      this._draw(leaders);
    }

    /** The boxes (layer px) of what lies on the map for good, such as the buttons to zoom. */
    _controls(corner) {
      const container = this.map.getContainer();
      const { left, top } = container.getBoundingClientRect();
      return [...container.querySelectorAll(".leaflet-control")].map((control) => {
        const box = control.getBoundingClientRect();
        const x0 = box.left - left + corner.x;
        const y0 = box.top - top + corner.y;
        return { x0, x1: x0 + box.width, y0, y1: y0 + box.height };
      });
    }

    _square(at, half) {
      const { x, y } = this.map.latLngToLayerPoint(at);
      return { x0: x - half, x1: x + half, y0: y - half, y1: y + half };
    }

    /** Find where a label costs least; null where every place would cover something. */
    _bestSpot(label, taken, strokes) {
      const best = this._cheapest(label, label.zone ? RINGS : besides(label), taken, strokes);
      if (label.zone || !best || !best.isCut) return best;
      const whole = this._cheapest(label, this._within(label), taken, strokes);
      return whole && !whole.isCut ? whole : best;
    }

    /** Where the name of a place may stand that would be cut off: above or below, moved into the map. */
    _within({ point, width, height, beside }) {
      const { min, max } = this.view;
      const inside = (dx) => Math.min(Math.max(dx, min.x + width / 2 - point.x), max.x - width / 2 - point.x);
      const dy = height / 2 + beside;
      return [1, 1.6, 2.2, 2.8, 3.4, 4, 4.6, 5.2, 5.8, 6.4, 7, 7.6].flatMap((times) => [0, -width / 3, width / 3]
        .flatMap((dx) => [[inside(dx), -dy * times], [inside(dx), dy * times]]));
    }

    _cheapest(label, places, taken, strokes) {
      let best = null;
      for (const [dx, dy] of places) {
        const reach = Math.hypot(dx, dy);
        if (best && reach * 0.3 > best.cost) break;
        const box = boxAt(label, dx, dy);
        if (taken.some((other) => overlaps(box, other))) continue;
        const crossed = strokes.filter((other) => overlaps(box, other)).length;
        const away = this._away(label, dx, dy);
        if (away === null) continue;
        const cut = this._cutOff(label, box);
        const cost = Math.min(crossed, 4) * 12 + reach * 0.3 + away + cut;
        const isAway = away > 0 || (label.isCentred && gap(label.point, box) > 14);
        if (!best || cost < best.cost) best = { box, cost, isAway, isCut: cut > 0 };
      }
      return best;
    }

    /** What it costs that a name would be cut off although its place is in view. */
    _cutOff(label, box) {
      const { view } = this;
      if (!view.contains(label.point)) return 0;
      const isWhole = view.contains([box.x0, box.y0]) && view.contains([box.x1, box.y1]);
      return isWhole ? 0 : 60;
    }

    /** What it costs that a name stands outside its area: much in another, less on water. */
    _away(label, dx, dy) {
      if (!label.zone) return 0;
      const zone = label.zone(this.map.layerPointToLatLng(label.point.add([dx, dy])));
      if (zone === "own") return 0;
      if (label.isTiny()) return null;
      return zone === "none" ? 30 : 75;
    }

    _draw(leaders) {
      this.lines.replaceChildren();
      for (const [from, box] of leaders) {
        const x = Math.max(box.x0 + 3, Math.min(from.x, box.x1 - 3));
        const y = Math.max(box.y0 + 3, Math.min(from.y, box.y1 - 3));
        this.lines.append(
          svg("path", { d: `M${from.x} ${from.y}L${x} ${y}` }),
          svg("circle", { cx: from.x, cy: from.y, r: 1.8 }),
        );
      }
    }
  }

  /** Distance (px) from a point to a box, 0 inside. */
  function gap({ x, y }, box) {
    return Math.hypot(Math.max(box.x0 - x, 0, x - box.x1), Math.max(box.y0 - y, 0, y - box.y1));
  }

  function measure(label) {
    label.width = label.node.offsetWidth + 2 * GAP;
    label.height = label.node.offsetHeight + 2 * GAP;
  }

  function boxAt(label, dx, dy) {
    const x0 = label.point.x + dx - label.width / 2;
    const y0 = label.point.y + dy - label.height / 2;
    return { x0, y0, x1: x0 + label.width, y1: y0 + label.height };
  }

  /** Where the name of a place may stand: on it if it has no sign, else about it. */
  function besides(label) {
    const dx = label.width / 2 + label.beside;
    const dy = label.height / 2 + label.beside;
    const about = [[dx, 0], [-dx, 0], [0, -dy], [0, dy], [dx, -dy * 0.8], [dx, dy * 0.8],
      [-dx, -dy * 0.8], [-dx, dy * 0.8]];
    if (!label.isCentred) return about;
    return [[0, 0], ...about, ...about.map(([x, y]) => [x * 1.25, y * 1.6])];
  }

  L.atlas.Labels = Labels;
})(window.L);
