/* The ranked table: a row for each candidate, made once, written and moved when scores change. */
import { scaleOf, sidedBar, stackedBar } from "./bars.js";
import { el, isCalm, lang } from "./page.js";

const MOVING = 40; // rows whose way is shown
const MOVE_MS = 220;
const REST_MS = 160;
const DRAGGING_MS = 500;
const MIN_HEIGHT = 28;
const BEYOND = 3; // rows below the window that are written, too

const digits = new Intl.NumberFormat(lang === "zh" ? "zh-CN" : "en", { maximumSignificantDigits: 6 });
const whole = new Intl.NumberFormat(lang === "zh" ? "zh-CN" : "en", { maximumFractionDigits: 0 });

const plain = (number, unit) => (unit === "m" && Math.abs(number) >= 1 ? whole : digits).format(number);

/** A measured number with its unit. */
export const measured = (number, unit) => (unit ? `${plain(number, unit)} ${unit}` : plain(number, unit));

export class Table {
  constructor(model, { body, t, first, onSelect, onHover }) {
    Object.assign(this, { model, body, t, onSelect });
    this.limit = first;
    this.rows = new Map();
    this.selected = null;
    this.detail = el("tr.r-detail", {}, el("td", { colspan: "5" }));
    body.replaceChildren();
    for (const name of ["scroll", "resize"]) addEventListener(name, () => (this.inView = null), { passive: true });
    body.addEventListener("mouseover", (event) => onHover(idOf(event.target)));
    body.addEventListener("mouseleave", () => onHover(null));
    body.addEventListener("focusin", (event) => onHover(idOf(event.target)));
  }

  /** Show a result (of `Model.score`): what is in view at once, the rest when nothing moves. */
  show(result) {
    const isFirst = !this.result;
    this.result = result;
    clearTimeout(this.resting);
    const live = isFirst ? this.shown : (this.inView ??= this._inView());
    this._show(Math.min(live, this.shown));
    if (live < this.shown) this.resting = setTimeout(() => this._rest(), REST_MS);
  }

  /** How many rows the table has. */
  get shown() {
    return Math.min(this.limit, this.result.order.length);
  }

  _rest() {
    this._show(this.shown);
    this.inView = null;
  }

  /** How many rows reach to the lower edge of the window, and some more. Makes the browser lay out. */
  _inView() {
    const row = this.body.rows[0];
    const height = row ? row.offsetHeight : 0;
    const below = window.innerHeight - this.body.getBoundingClientRect().top;
    return Math.max(BEYOND, Math.ceil(below / Math.max(height, MIN_HEIGHT)) + BEYOND);
  }

  /** Write and order the first rows; those that others have pushed out come after them. */
  _show(count) {
    const { result } = this;
    const wanted = result.order.slice(0, count);
    const { columns } = this.model.table;
    const scale = scaleOf(result.parts, columns, this.model.method);
    const nodes = wanted.map((row) => this._write(row, result, columns, scale));
    const was = this.placed || [];
    const isMoved = wanted.length !== was.length || wanted.some((row, place) => row !== was[place]);
    this.placed = wanted;
    if (isMoved) this._arrange(nodes, count < this.shown);
    if (this.selected !== null) this._detail();
  }

  _write(row, result, columns, scale) {
    const found = this._row(this.model.ranked[row]);
    const { scores, low, high, ranks, best, worst, other, moves, parts } = result;
    const own = parts.subarray(row * columns, (row + 1) * columns);
    const bar = this.model.method === "promethee" ? sidedBar(own, scale) : stackedBar(own, scale);
    write(found, "rank", ranks[row]);
    write(found, "ranks", best[row] === worst[row] ? "" : `${best[row]}–${worst[row]}`);
    write(found, "score", scores[row].toFixed(3));
    const isExact = high[row] - low[row] < 5e-10;
    write(found, "scores", isExact ? "" : `${low[row].toFixed(3)}–${high[row].toFixed(3)}`);
    if (found.bar !== bar) {
      found.bar = bar;
      found.cells.bar.style.background = bar;
    }
    write(found, "place", other ? other.ranks[row] : "");
    const move = other ? moves[row] : null;
    if (found.moved !== move) this._move(found, move);
    return found.node;
  }

  _move(found, move) {
    found.moved = move;
    const cell = found.cells.move;
    cell.className = move > 0 ? "r-up" : move < 0 ? "r-down" : "r-same";
    const sign = move > 0 ? "▲" : move < 0 ? "▼" : "=";
    cell.textContent = move === null ? "" : move ? `${sign}${Math.abs(move)}` : sign;
    cell.setAttribute("role", "img");
    cell.setAttribute("aria-label", this.t(move > 0 ? "up" : move < 0 ? "down" : "same", { n: Math.abs(move) }));
    cell.hidden = move === null;
  }

  _row(candidate) {
    if (this.rows.has(candidate.id)) return this.rows.get(candidate.id);
    const cells = {};
    const cell = (key, tag) => (cells[key] = el(tag));
    const name = el("button.r-name", {
      type: "button", "aria-expanded": "false", onclick: () => this.onSelect(candidate.id),
    }, candidate.name);
    const about = el("small", {}, candidate.district ? candidate.district.name : "—",
      candidate.synthetic ? ` · ${this.t("synthetic")}` : null,
      candidate.warnings.length ? el("abbr.r-warn", { title: candidate.warnings.join("\n") }, ` ! ${candidate.warnings.length}`) : null);
    const node = el("tr", { "data-id": candidate.id },
      el("td.number.r-rank", {}, cell("rank", "span"), cell("ranks", "small")),
      el("th", { scope: "row" }, name, about),
      el("td.number", {}, cell("score", "span"), cell("scores", "small")),
      el("td.r-parts", {}, cells.bar = el("div.r-bar", { "aria-hidden": "true" })),
      el("td.r-other", {}, cell("place", "span"), " ", cell("move", "span")));
    const found = { node, cells, name, written: {} };
    this.rows.set(candidate.id, found);
    return found;
  }

  /** Put the rows into their order, moving as few as possible, and show the way of the first ones. */
  _arrange(nodes, isPart) {
    const since = performance.now() - (this.arranged ?? performance.now());
    this.arranged = performance.now();
    // One step shows its way; while a slider is being dragged the next step would cut it off.
    const shown = since > DRAGGING_MS && !isCalm() ? nodes.slice(0, MOVING).filter((node) => node.isConnected) : [];
    const before = shown.map((node) => node.offsetTop);
    this.detail.remove();
    let next = this.body.firstChild;
    for (const node of nodes) {
      if (node === next) next = next.nextSibling;
      else this.body.insertBefore(node, next);
    }
    while (next && !isPart) {
      const gone = next;
      next = next.nextSibling;
      gone.remove();
    }
    const ways = shown.map((node, place) => before[place] - node.offsetTop);
    shown.forEach((node, place) => {
      if (!ways[place]) return;
      node.animate([{ transform: `translateY(${ways[place]}px)` }, { transform: "none" }],
        { duration: MOVE_MS, easing: "ease-out" });
    });
  }

  /** Mark a candidate as selected (null: none) and open what adds up to its score. */
  select(id, { scroll = false } = {}) {
    const before = this.rows.get(this.selected);
    if (before) {
      before.name.setAttribute("aria-expanded", "false");
      before.node.classList.remove("is-selected");
    }
    this.selected = this.model.ids.includes(id) ? id : null;
    this.detail.remove();
    if (this.selected === null || !this.result) return;
    if (!this.result.order.slice(0, this.limit).includes(this.model.byId.get(id).row)) this.limit = Infinity;
    this._show(this.shown);
    const { node, name } = this.rows.get(id);
    name.setAttribute("aria-expanded", "true");
    node.classList.add("is-selected");
    this._detail();
    if (scroll) node.scrollIntoView({ block: "nearest", behavior: isCalm() ? "instant" : "smooth" });
  }

  hover(id) {
    if (id === this.hovered) return;
    for (const [each, on] of [[this.hovered, false], [id, true]]) {
      const found = this.rows.get(each);
      if (found) found.node.classList.toggle("is-hovered", on);
    }
    this.hovered = id;
  }

  _detail() {
    const { model, t, result } = this;
    const candidate = model.byId.get(this.selected);
    const found = this.rows.get(this.selected);
    if (!found || !found.node.isConnected) return;
    const { columns, values } = model.table;
    const lines = model.criteria.map((criterion, column) => {
      const cell = candidate.row * columns + column;
      return el("tr", {},
        el("th", { scope: "row" }, el(`span.r-hue.hue-${column % 12}`, { "aria-hidden": "true" }), criterion.title),
        el("td.number", {}, this._raw(candidate, column)),
        el("td.number", {}, values[cell].toFixed(3)),
        el("td.number", {}, percent(result.weights[column])),
        el("td.number", {}, result.parts[cell].toFixed(3)));
    });
    const head = ["criterion", "measured", model.method === "promethee" ? "flow" : "value", "weight",
      model.method === "topsis" ? "loses" : "adds"];
    this.detail.firstChild.replaceChildren(
      el("table", {},
        el("thead", {}, el("tr", {}, head.map((key, place) => el(place ? "th.number" : "th", { scope: "col" }, t(key))))),
        el("tbody", {}, lines)),
      ...candidate.warnings.map((text) => el("p.r-note", {}, text)));
    found.node.after(this.detail);
  }

  _raw(candidate, column) {
    const { unit } = this.model.criteria[column];
    const number = candidate.raw[column];
    if (number === null || number === undefined) {
      return `${this.t("unknown")} · ${this.model.payload.unknown_words[candidate.unknown[column]] || ""}`;
    }
    const [low, high] = [candidate.raw_low, candidate.raw_high].map((row) => row && row[column]);
    if (low === null || high === null || low === high) return measured(number, unit);
    return `${measured(number, unit)} (${plain(low, unit)}–${plain(high, unit)})`;
  }
}

/** A share as the server and the report write it: none but nothing is 0 %, none but all is 100 %; each of a column with a decimal. */
export function percent(share, isInColumn = false) {
  if (share > 0 && share < 0.001) return "< 0.1 %";
  if (share > 0.999 && share < 1) return "> 99.9 %";
  const rounded = (share * 100).toFixed(1);
  return `${isInColumn ? rounded : Number(rounded)} %`;
}

function idOf(node) {
  const row = node.closest("tr[data-id]");
  return row ? row.dataset.id : null;
}

function write(found, key, value) {
  if (found.written[key] === value) return;
  found.written[key] = value;
  const { firstChild } = found.cells[key];
  if (firstChild) firstChild.data = value; // cheaper than another text node
  else found.cells[key].textContent = value;
}
