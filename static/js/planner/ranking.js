/* The ranking workbench: what moves a weight moves scores, table, bars and map in the same frame. */
import { plannerMap } from "./map.js";
import { Model } from "./model.js";
import { $, el, read, texts } from "./page.js";
import { Pairs } from "./pairs.js";
import { Saving } from "./saving.js";
import { Sensitivity } from "./sensitivity.js";
import { Table } from "./table.js";
import { Weights } from "./weights.js";

const NUMBERED = 30; // signs on the map that carry their rank
const MANY = 60; // excluded candidates from which on their signs are small
const TELL_MS = 900;
const PLAN = ["draws", "seed", "top_n", "concentration"];
const CHOICES = ["method", "normalisation", "around", "preference", ...PLAN];

class Workbench {
  constructor(page) {
    this.page = page;
    this.t = texts(page.words);
    this.model = new Model(page);
    const { model, t } = this;
    this.table = new Table(model, {
      body: $("rows"), t, first: page.firstRows,
      onSelect: (id) => this.select(id, { from: "table" }), onHover: (id) => this.hover(id),
    });
    this.sensitivity = new Sensitivity(model, { t, told: page.sensitivity, ask: () => this.ask() });
    this.weights = new Weights(model, { t, canEdit: page.canEdit, onLive: () => this.live() });
    this.pairs = new Pairs(model, { t, onLive: () => this.live() });
    this.saving = new Saving(page, model, { t, onTaken: () => this.taken() });
    model.told.push((parts) => this.changed(parts));
    this._method();
    this._links();
    this.live();
    this._map();
  }

  // --- what changes

  /** Parts of the study changed: save them; show another weighting from its beginning. */
  changed(parts) {
    this.saving.later(parts);
    const { weighting } = this.model;
    const key = weighting && `${weighting.id} ${weighting.how}`;
    if (key !== this.shownWeighting) {
      this.shownWeighting = key;
      this.weights.write();
      this.pairs.write();
    }
    this.live();
  }

  /** The model is somebody else's now: show it from its beginning. */
  taken() {
    this.shownWeighting = undefined;
    this.weights.write();
    this.pairs.write();
    this.live();
  }

  /** Score in the next frame, however many events come before it. */
  live() {
    if (this.frame) return;
    this.frame = requestAnimationFrame(() => {
      this.frame = 0;
      this.draw();
    });
  }

  draw() {
    const found = this.model.weigh();
    this.weights.shares(found);
    this.pairs.tell(found.pairs);
    this._finished(found);
    const result = this.model.score();
    this.result = result;
    if (!result) return;
    $("other-head").hidden = !result.other;
    $("other-name").textContent = result.other ? this.model.compared.name : "";
    this.table.body.classList.toggle("has-other", Boolean(result.other));
    this.table.body.classList.toggle("is-sided", this.model.method === "promethee");
    this.table.show(result);
    this._count();
    if (this.map) this._points();
    const key = result.weights.map((weight) => weight.toFixed(9)).join();
    if (key !== this.key && this.key !== undefined) {
      this.sensitivity.later();
      clearTimeout(this.teller);
      this.teller = setTimeout(() => this._tell(), TELL_MS);
    }
    this.key = key;
  }

  /** The server's notice is of its own table: here the fields say how what lacks counts for now. */
  _finished({ weights, lacking, pairs }) {
    if (!$("unfinished")) return;
    $("unfinished").hidden = Boolean(weights) && !lacking.length && !pairs?.open;
    $("unfinished-plain").hidden = true;
  }

  _tell() {
    const first = this.result.order[0];
    $("told").textContent = this.t("firstNow", {
      name: this.model.ranked[first].name, score: this.result.scores[first].toFixed(3),
    });
  }

  _count() {
    const [shown, all] = [this.table.shown, this.model.ranked.length];
    const text = shown < all ? this.t("firstOf", { n: shown, all }) : this.t("ranked", { n: all });
    if (this.counted === text) return;
    this.counted = text;
    $("count").replaceChildren(text, ...(shown < all ? [" · ", el("button.linkish", {
      type: "button", onclick: () => this._showAll(),
    }, this.t("showAll", { n: all }))] : []));
  }

  _showAll() {
    this.table.limit = Infinity;
    this.draw();
  }

  // --- method

  _method() {
    const form = $("weights-form");
    if (!unsuited(this.page.payload)) this._computed();
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.saving.flush();
    });
    const listen = (event) => {
      const { name, value } = event.target;
      this._note("");
      if (["method", "normalisation", "around"].includes(name)) this._plan({ [name]: value });
      else if (name === "shape") this._plan({ preference: { ...this.model.ranking.preference, shape: value } });
      else if (["indifferent_to", "certain_from"].includes(name) && Number.isFinite(event.target.valueAsNumber)) {
        this._plan({ preference: { ...this.model.ranking.preference, [name]: event.target.valueAsNumber } });
      } else if (PLAN.includes(name) && event.target.validity.valid && event.target.value) {
        this._plan({ [name]: event.target.valueAsNumber });
      }
    };
    form.addEventListener("change", listen);
    if ($("draw-form")) $("draw-form").addEventListener("change", listen);
  }

  /** Change the plan: other values need the server once, then sliders move them here. */
  async _plan(changes) {
    Object.assign(this.model.ranking, changes);
    const turn = (this.planned = (this.planned || 0) + 1);
    this._shown();
    document.body.setAttribute("aria-busy", "true");
    try {
      const answer = await this.ask();
      if (turn !== this.planned) return;
      const obstacle = unsuited(answer.payload);
      if (obstacle) {
        this._putBack(obstacle.text);
        return;
      }
      this._computed();
      this.model.take(answer.payload);
      if (answer.sensitivity) this.sensitivity.show(answer.sensitivity);
      $("bar-note").textContent = this.page.notes[this.model.method];
      this.model.changed("ranking");
    } catch (error) {
      this._note(this.t("scriptFailed", { why: error.message }));
    } finally {
      document.body.removeAttribute("aria-busy");
    }
  }

  /** Say which method and normalisation the page shows. */
  _shown() {
    $("preference").toggleAttribute("data-unused", this.model.ranking.method !== "promethee");
    const names = ["method", "normalisation"].map((key) =>
      document.querySelector(`input[name=${key}]:checked`).closest("label").querySelector("b").textContent);
    $("method-now").textContent = names.join(" · ");
  }

  /** Remember the plan by which the page's scores were computed. */
  _computed() {
    this.computed = structuredClone(Object.fromEntries(CHOICES.map((key) => [key, this.model.ranking[key]])));
  }

  /** A normalisation does not suit: say why, and choose again the one that the scores are of. */
  _putBack(text) {
    const { computed, model } = this;
    this._note(text);
    if (!computed) {
      model.changed("ranking"); // nothing is computed that could be shown instead
      return;
    }
    model.ranking.normalisation = computed.normalisation;
    document.querySelector(`input[name=normalisation][value=${computed.normalisation}]`).checked = true;
    this._shown();
    const same = (key) => JSON.stringify(model.ranking[key]) === JSON.stringify(computed[key]);
    if (!CHOICES.every(same)) this._plan({}); // something else was changed meanwhile
  }

  _note(text) {
    const note = $("method-note");
    note.classList.toggle("problem", Boolean(text));
    const told = text.charAt(0).toUpperCase() + text.slice(1);
    note.replaceChildren(...told.split("\n").flatMap((line, place) => (place ? [el("br"), line] : [line])));
  }

  /** Ask the server for values and sensitivity under the weights and the plan of now. */
  async ask() {
    const { ranking } = this.model;
    const { weights } = this.model.weigh();
    const query = new URLSearchParams({ ...ranking.preference });
    for (const key of ["method", "normalisation", "around", ...PLAN]) query.set(key, ranking[key]);
    if (weights) query.set("weights", weights.join(","));
    const answer = await fetch(`${this.page.answer}?${query}`, { headers: { Accept: "application/json" } });
    const data = await answer.json();
    if (!answer.ok) throw new Error(data.error || String(answer.status));
    return data;
  }

  // --- map and links

  async _map() {
    try {
      this.map = await plannerMap();
    } catch {
      return; // the map says so itself
    }
    this.map.onSelect((id) => this.select(id, { from: "map" }));
    this.map.onHover((id) => this.hover(id, { from: "map" }));
    if (this.result) this._points();
    this.map.fit();
    document.documentElement.dataset.ready = "true";
  }

  _points() {
    const { ranks, scores, order } = this.result;
    const { ranked, excluded, payload } = this.model;
    const points = order.map((row, place) => {
      const { id, lon, lat, name } = ranked[row];
      const isNumbered = place < NUMBERED;
      return {
        id, lon, lat, name,
        label: isNumbered ? ranks[row] : "",
        shape: ranks[row] === 1 ? "circle" : ranks[row] <= payload.top_n ? "square" : "circle",
        tone: ranks[row] === 1 ? "first" : ranks[row] <= payload.top_n ? "top" : isNumbered ? "other" : "rest",
        isLarge: ranks[row] === 1,
        height: isNumbered ? NUMBERED - place : 0,
        detail: isNumbered ? this.t("score", { score: scores[row].toFixed(3) }) : "",
      };
    });
    const tone = excluded.length > MANY ? "gone" : "out";
    for (const { id, lon, lat, name } of excluded) {
      points.push({ id, lon, lat, name, shape: "cross", tone, height: 0, detail: this.t("excluded") });
    }
    this.map.points(points);
  }

  _links() {
    for (const box of [$("sensitivity"), $("out")].filter(Boolean)) {
      box.addEventListener("mouseover", (event) => this.hover(idOf(event.target)));
      box.addEventListener("mouseleave", () => this.hover(null));
    }
  }

  hover(id) {
    this.table.hover(id);
    if (this.map) this.map.hover(id);
    for (const row of document.querySelectorAll("#sensitivity tr[data-id], #out li[data-id]")) {
      row.classList.toggle("is-hovered", row.dataset.id === id);
    }
  }

  select(id, { from }) {
    const next = from === "table" && id === this.selected ? null : id;
    this.selected = next;
    this.table.select(next, { scroll: from === "map" });
    this._count();
    if (this.map && from !== "map") {
      this.map.select(next);
      if (next !== null) this.map.show(next);
    }
  }
}

function unsuited({ obstacles }) {
  return obstacles.find(({ code }) => code === "normalisation");
}

function idOf(node) {
  const row = node.closest("[data-id]");
  return row ? row.dataset.id : null;
}

const page = read("page");
if (page) new Workbench(page);
