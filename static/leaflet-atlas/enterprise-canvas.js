/* Hexagons on a canvas: thousands of cells as short paths, found again under the pointer. */
(function (L) {
  "use strict";

  const CORNERS = 6;
  const SCALE = 1e-6; // degrees: positions travel as whole numbers
  const LABEL_FROM = 34; // px: cells at least this wide carry their number
  const AT_ONCE = 40; // cells in one path: with thousands a browser takes thirty times as long
  const MARK_FROM = 9; // px: narrower ones have no room for a sign
  const EDGE_FROM = 7; // px: below, edges would be all there is to see

  function sums(steps) {
    const found = new Float64Array(steps.length);
    let sum = 0;
    for (let i = 0; i < steps.length; i += 1) found[i] = sum += steps[i];
    return found;
  }

  /** Cells as they travel (`layers/enterprise_cells.py`), with their corners in degrees. */
  class Cells {
    constructor(packed) {
      this.count = packed.lat.length;
      this.lat = sums(packed.lat);
      this.lon = sums(packed.lon);
      this.shape = packed.shape.map(sums); // x and y of each corner, from the centre
      this.values = packed.by === "weight" ? packed.weight : packed.count; // what colours stand for
      this.packed = packed;
    }

    corner(cell, corner) {
      return [
        (this.lat[cell] + this.shape[2 * corner + 1][cell]) * SCALE,
        (this.lon[cell] + this.shape[2 * corner][cell]) * SCALE,
      ];
    }

    centre(cell) {
      return L.latLng(this.lat[cell] * SCALE, this.lon[cell] * SCALE);
    }

    corners(cell) {
      return Array.from({ length: CORNERS }, (_, corner) => this.corner(cell, corner));
    }

    /** Place everything on a plane (that of zoom 0) once; a datum shifts it, so it has its own. */
    on(crs) {
      if (this.crs === crs) return this;
      this.crs = crs;
      const place = (lat, lon) => crs.latLngToPoint(L.latLng(lat, lon), 0);
      this.x = new Float64Array(this.count * (CORNERS + 1));
      this.y = new Float64Array(this.count * (CORNERS + 1));
      for (let cell = 0; cell < this.count; cell += 1) {
        for (let corner = 0; corner <= CORNERS; corner += 1) {
          const [lat, lon] = corner < CORNERS ? this.corner(cell, corner) : [this.lat[cell] * SCALE, this.lon[cell] * SCALE];
          const { x, y } = place(lat, lon);
          this.x[cell * (CORNERS + 1) + corner] = x;
          this.y[cell * (CORNERS + 1) + corner] = y;
        }
      }
      this.radius = 0;
      for (let cell = 0; cell < this.count; cell += 1) this.radius = Math.max(this.radius, this._reach(cell));
      this.found = null;
      return this;
    }

    _reach(cell) {
      const start = cell * (CORNERS + 1);
      return Math.hypot(this.x[start] - this.x[start + CORNERS], this.y[start] - this.y[start + CORNERS]);
    }

    /** The cell at a position on the plane, or -1. */
    at({ x, y }) {
      if (!this.count) return -1;
      if (!this.found) this._index();
      const [column, row] = [Math.floor(x / this.radius), Math.floor(y / this.radius)];
      for (let i = column - 1; i <= column + 1; i += 1) {
        for (let j = row - 1; j <= row + 1; j += 1) {
          for (const cell of this.found.get(`${i},${j}`) || []) if (this._holds(cell, x, y)) return cell;
        }
      }
      return -1;
    }

    _index() {
      this.found = new Map();
      for (let cell = 0; cell < this.count; cell += 1) {
        const middle = cell * (CORNERS + 1) + CORNERS;
        const key = `${Math.floor(this.x[middle] / this.radius)},${Math.floor(this.y[middle] / this.radius)}`;
        if (!this.found.has(key)) this.found.set(key, []);
        this.found.get(key).push(cell);
      }
    }

    /** A cell is convex: a position inside lies on the same side of all its edges. */
    _holds(cell, x, y) {
      const start = cell * (CORNERS + 1);
      let side = 0;
      for (let corner = 0; corner < CORNERS; corner += 1) {
        const [a, b] = [start + corner, start + ((corner + 1) % CORNERS)];
        const turn = (this.x[b] - this.x[a]) * (y - this.y[a]) - (this.y[b] - this.y[a]) * (x - this.x[a]);
        if (turn * side < 0) return false;
        if (turn) side = turn;
      }
      return true;
    }
  }

  /** A canvas over the map on which `paint(context, view)` draws; zooming stretches it meanwhile. */
  const Canvas = L.Renderer.extend({
    options: { pane: "atlas-cells", padding: 0.15 },
    initialize(options) {
      L.Renderer.prototype.initialize.call(this, options);
      this.sets = []; // of cells: [{cells, groups: [{colour, members}], sign}]
    },
    onAdd(map) {
      if (!map.getPane("atlas-cells")) {
        const pane = map.createPane("atlas-cells");
        pane.style.zIndex = 410; // above the districts, below strokes, signs and names
        pane.style.pointerEvents = "none";
      }
      L.Renderer.prototype.onAdd.call(this, map);
    },
    getElement() {
      return this._container;
    },
    show(sets) {
      this.sets = sets;
      if (this._map) this._update();
    },
    _initContainer() {
      if (!this.canvas) {
        this.canvas = L.DomUtil.create("canvas", "atlas-canvas");
        this.canvas.setAttribute("aria-hidden", "true"); // what it shows is read out elsewhere
        this._context = this.canvas.getContext("2d");
      }
      this._container = this.canvas;
    },
    _destroyContainer() {
      this._container.remove();
      delete this._container; // Leaflet asks for one only then; a new one would take its time
    },
    _update() {
      if (this._map._animatingZoom && this._bounds) return;
      L.Renderer.prototype._update.call(this);
      const size = this._bounds.getSize();
      const isPaper = document.documentElement.classList.contains("is-printing");
      const ratio = isPaper ? 3 : Math.min(window.devicePixelRatio || 1, 2);
      L.DomUtil.setPosition(this._container, this._bounds.min);
      this._resize(size, ratio);
      this._paint(size);
      this.fire("update");
    },
    /** A canvas that keeps its size is only wiped: to make its pixels anew takes longer than to paint. */
    _resize(size, ratio) {
      const { canvas } = this;
      const [width, height] = [Math.floor(size.x * ratio), Math.floor(size.y * ratio)];
      if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
      canvas.style.width = `${size.x}px`;
      canvas.style.height = `${size.y}px`;
      this._context.setTransform(ratio, 0, 0, ratio, 0, 0);
      this._context.clearRect(0, 0, size.x + 1, size.y + 1);
    },
    _updatePaths() {},
    _paint(size) {
      const { crs } = this._map.options;
      const origin = this._map.getPixelOrigin().add(this._bounds.min);
      const scale = crs.scale(this._map.getZoom()) / crs.scale(0);
      for (const set of this.sets) {
        draw(this._context, set, { scale, origin, size }, crs);
      }
    },
  });

  function draw(context, { cells, groups, label, sign }, { scale, origin, size }, crs) {
    cells.on(crs);
    const { x, y } = cells;
    const width = cells.radius * scale * Math.sqrt(3);
    const reach = cells.radius * scale;
    context.strokeStyle = "#fff";
    context.lineWidth = 0.8;
    for (const { colour, members } of groups) {
      context.fillStyle = colour;
      for (let start = 0; start < members.length; start += AT_ONCE) {
        trace(members.slice(start, start + AT_ONCE));
        context.globalAlpha = 0.86;
        context.fill();
        if (width < EDGE_FROM) continue;
        context.globalAlpha = 0.75;
        context.stroke();
      }
    }
    context.globalAlpha = 1;
    for (const { members, mark, ink } of groups) {
      if (mark ? width < MARK_FROM : !label || width < LABEL_FROM) continue;
      for (const cell of members) {
        if (!isSeen(...at(cell))) continue;
        if (mark) sign(context, at(cell), mark, width, ink);
        else write(context, at(cell), label(cell), ink);
      }
    }

    /** Begin a path along those of the cells that are in view. */
    function trace(some) {
      context.beginPath();
      for (const cell of some) {
        const start = cell * (CORNERS + 1);
        const middle = start + CORNERS;
        if (!isSeen(x[middle] * scale - origin.x, y[middle] * scale - origin.y)) continue;
        context.moveTo(x[start] * scale - origin.x, y[start] * scale - origin.y);
        for (let corner = 1; corner < CORNERS; corner += 1) {
          context.lineTo(x[start + corner] * scale - origin.x, y[start + corner] * scale - origin.y);
        }
        context.closePath();
      }
    }

    function isSeen(cx, cy) {
      return cx >= -reach && cy >= -reach && cx <= size.x + reach && cy <= size.y + reach;
    }

    function at(cell) {
      const middle = cell * (CORNERS + 1) + CORNERS;
      return [x[middle] * scale - origin.x, y[middle] * scale - origin.y];
    }
  }

  function write(context, [x, y], text, ink) {
    context.font = "600 11px sans-serif";
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.fillStyle = ink;
    context.fillText(text, x, y);
  }

  L.atlas.registry.Cells = Cells;
  L.atlas.registry.Canvas = Canvas;
})(window.L);
