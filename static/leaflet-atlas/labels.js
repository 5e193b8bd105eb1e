/* Names on the map: placed by priority, kept apart, with a leader line where it is crowded. */
(function (L) {
  "use strict";

  const { svg } = L.atlas;
  const GAP = 2;

  /** Offsets (px) at which a label may stand, the best first. */
  const AROUND = [[0, 0], [0, -13], [0, 13], [-16, 0], [16, 0]];
  const FAR = [];
  for (const radius of [30, 44, 58, 74, 92, 112]) {
    for (let turn = 0; turn < 16; turn += 1) {
      const angle = (turn * Math.PI) / 8;
      FAR.push([radius * 1.25 * Math.cos(angle), radius * Math.sin(angle)]);
    }
  }

  function overlaps(a, b) {
    return a.x0 < b.x1 && b.x0 < a.x1 && a.y0 < b.y1 && b.y0 < a.y1;
  }

  /**
   * A label is `{owner, at: L.LatLng, node, priority, beside?: px, mustShow?, fits?: () => bool,
   * compact?: () => void, full?: () => void}`; `beside` says that it stands next to a sign.
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
      if (shown) this.hidden.delete(owner);
      else this.hidden.add(owner);
      this.later();
    }

    /** Keep labels off these positions (L.LatLng[]) as long as the owner is shown. */
    avoid(owner, positions) {
      this.obstacles.set(owner, positions);
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
      const strokes = [];
      for (const [owner, positions] of this.obstacles) {
        if (this.hidden.has(owner)) continue;
        for (const at of positions) {
          const { x, y } = this.map.latLngToLayerPoint(at);
          strokes.push({ x0: x - 5, x1: x + 5, y0: y - 5, y1: y + 5 });
        }
      }
      const taken = [];
      const leaders = [];
      for (const label of [...shown].sort((a, b) => b.priority - a.priority)) {
        const spot = bestSpot(label, taken, strokes);
        label.node.style.visibility = spot ? "" : "hidden";
        if (!spot) continue;
        taken.push(spot.box);
        L.DomUtil.setPosition(label.node, L.point(spot.box.x0 + GAP, spot.box.y0 + GAP).round());
        if (spot.far) leaders.push([label.point, spot.box]);
      }
      this._draw(leaders);
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

  function measure(label) {
    label.width = label.node.offsetWidth + 2 * GAP;
    label.height = label.node.offsetHeight + 2 * GAP;
  }

  function boxAt(label, dx, dy) {
    const x0 = label.point.x + dx - label.width / 2;
    const y0 = label.point.y + dy - label.height / 2;
    return { x0, y0, x1: x0 + label.width, y1: y0 + label.height };
  }

  function besides(label) {
    const dx = label.width / 2 + label.beside;
    const dy = label.height / 2 + label.beside;
    return [[dx, 0], [-dx, 0], [0, -dy], [0, dy], [dx, -dy * 0.8], [dx, dy * 0.8],
      [-dx, -dy * 0.8], [-dx, dy * 0.8]];
  }

  /** Find where a label costs least; null where every place would cover another label. */
  function bestSpot(label, taken, strokes) {
    const near = label.beside === undefined ? AROUND : besides(label);
    const places = label.mustShow ? near.concat(FAR) : near;
    let best = null;
    places.forEach(([dx, dy], rank) => {
      const far = rank >= near.length;
      const box = boxAt(label, dx, dy);
      const covered = taken.some((other) => overlaps(box, other));
      if (covered) return;
      const crossed = strokes.filter((other) => overlaps(box, other)).length;
      const cost = Math.min(crossed, 4) * 12 + rank + (far ? 60 : 0);
      if (!best || cost < best.cost) best = { box, cost, far };
    });
    return best;
  }

  L.atlas.Labels = Labels;
})(window.L);
