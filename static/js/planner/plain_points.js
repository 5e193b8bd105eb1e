/*
 * The many points without a sign, as one drawing. A thousand elements would be styled, layered and
 * painted anew at every step of a slider; here a step draws a thousand small pictures on a canvas.
 */
import { SHAPES } from "./point_shapes.js";
import { el } from "./page.js";

const SIZES = { rest: 10, gone: 8 }; // pixels, by tone: as css/planner-map.css has them
const STROKE = 1.6; // of 24, as there
const REACH = 9; // pixels from which a point is meant

export class PlainPoints {
  constructor(map, L) {
    this.map = map;
    this.rows = [];
    this.spots = new Map(); // id → {lat, lon, x, y}, for the zoom and origin of `view`
    this.scale = L.Browser.retina ? 2 : 1;
    const pane = map.createPane("pm-plain");
    pane.style.zIndex = 645; // below the signs
    pane.style.pointerEvents = "none";
    this.pictures = Object.fromEntries(Object.keys(SIZES).map((tone) => [tone, this._inks(pane, tone)]));
    this.sheet = L.canvas({ pane: "pm-plain", padding: 0.2 }).addTo(map);
    this.canvas = pane.querySelector("canvas");
    this.canvas.setAttribute("aria-hidden", "true");
    this.canvas.style.pointerEvents = "none";
    this.sheet.on("update", () => this._draw());
  }

  /** Whether a row is one of those that are drawn here. */
  takes({ tone, label }) {
    return tone in SIZES && (label ?? "") === "";
  }

  /** Draw exactly these rows, the first on top. */
  set(rows) {
    if (!rows.length && !this.rows.length) return;
    this.rows = rows;
    this._draw();
  }

  /** The topmost row at a position of the map's container, null where there is none. */
  at({ x, y }) {
    const origin = this.map.layerPointToContainerPoint([0, 0]);
    const [left, top] = [x - origin.x, y - origin.y];
    let [found, least] = [null, REACH * REACH];
    for (const row of this.rows) {
      const spot = this._spot(row);
      const away = (spot.x - left) ** 2 + (spot.y - top) ** 2;
      if (away < least) [found, least] = [row, away];
    }
    return found;
  }

  _draw() {
    const context = this.canvas.getContext("2d");
    context.save();
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, this.canvas.width, this.canvas.height);
    context.restore();
    const view = `${this.map.getZoom()} ${this.map.getPixelOrigin()}`;
    if (view !== this.view) this.spots.clear();
    this.view = view;
    for (let place = this.rows.length - 1; place >= 0; place -= 1) {
      const row = this.rows[place];
      const { x, y } = this._spot(row);
      const picture = this._picture(row.tone, row.shape || "circle");
      const size = picture.width / this.scale;
      context.drawImage(picture, x - size / 2, y - size / 2, size, size);
    }
  }

  _spot({ id, lat, lon }) {
    const known = this.spots.get(id);
    if (known && known.lat === lat && known.lon === lon) return known;
    const { x, y } = this.map.latLngToLayerPoint([lat, lon]);
    const spot = { lat, lon, x: Math.round(x), y: Math.round(y) };
    this.spots.set(id, spot);
    return spot;
  }

  _inks(pane, tone) {
    const probe = el(`i.tone-${tone}`);
    pane.append(probe);
    const style = getComputedStyle(probe);
    const [fill, edge] = ["--fill", "--edge"].map((name) => style.getPropertyValue(name).trim());
    probe.remove();
    return { fill, edge, drawn: {} };
  }

  _picture(tone, shape) {
    const { fill, edge, drawn } = this.pictures[tone];
    if (!drawn[shape]) drawn[shape] = this._paint(SIZES[tone], SHAPES[shape], fill, edge);
    return drawn[shape];
  }

  _paint(size, shape, fill, edge) {
    const picture = el("canvas");
    picture.width = picture.height = (size + 2) * this.scale; // strokes reach beyond the square
    const context = picture.getContext("2d");
    context.scale((size * this.scale) / 24, (size * this.scale) / 24);
    context.translate(24 / size, 24 / size);
    const path = new Path2D(shape);
    Object.assign(context, { fillStyle: fill, strokeStyle: edge, lineWidth: STROKE, lineJoin: "round" });
    context.fill(path);
    context.stroke(path);
    return picture;
  }
}
