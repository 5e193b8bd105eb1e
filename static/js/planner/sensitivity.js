/* How much the ranking owes to its weights: the server counts, this shows, and says for which weights. */
import { $, el, svg } from "./page.js";
import { percent } from "./table.js";

const REST_MS = 1200;

export class Sensitivity {
  constructor(model, { t, told, ask }) {
    Object.assign(this, { model, t, ask });
    this.isThere = Boolean($("sens-table"));
    this.asked = 0;
    if (!this.isThere) return;
    $("recompute").hidden = false;
    $("recompute").addEventListener("click", () => this.compute());
    if (told) this.show(told);
  }

  /** The weights are others now; compute for them after a rest. */
  later() {
    if (!this.isThere) return;
    clearTimeout(this.timer);
    this._asOf();
    this.timer = setTimeout(() => this.compute(), REST_MS);
  }

  async compute() {
    clearTimeout(this.timer);
    const turn = (this.asked += 1);
    this._say(this.t("computing"));
    $("sensitivity").setAttribute("aria-busy", "true");
    try {
      const answer = await this.ask();
      if (turn === this.asked && answer.sensitivity) this.show(answer.sensitivity);
    } catch (error) {
      if (turn === this.asked) this._say(this.t("notComputed", { why: error.message }));
    } finally {
      if (turn === this.asked) $("sensitivity").removeAttribute("aria-busy");
    }
  }

  show(told) {
    this.told = told;
    $("sens-smallest").textContent = told.smallest;
    $("sens-settings").textContent = told.settings;
    $("sens-top").textContent = told.top_n;
    $("sens-table").hidden = !told.rows.length;
    $("sens-table").tBodies[0].replaceChildren(...told.rows.map((row) => el("tr", { "data-id": row.id },
      el("th", { scope: "row" }, row.name), share(row.first), share(row.top),
      el("td.number", {}, row.mean_rank.toFixed(1)))));
    $("sens-single").replaceChildren(...told.single.map((row) => el("div", {},
      el("dt", {}, row.title), el("dd", {}, row.text))));
    $("sens-single").closest("details").hidden = !told.single.length;
    this._asOf();
  }

  /** Say for which weights this is, and whether they are still in use. */
  _asOf() {
    if (!this.told) return;
    const { weights } = this.model.weigh();
    const isStale = !weights || weights.some((weight, place) => Math.abs(weight - this.told.weights[place]) > 1e-9);
    const titles = this.model.criteria.map(({ title }, place) => `${title} ${percent(this.told.weights[place])}`);
    this._say(this.t("asOf", { weights: titles.join(" · ") }) + (isStale ? ` ${this.t("stale")}` : ""));
    $("sensitivity").classList.toggle("is-stale", isStale);
  }

  _say(text) {
    $("sens-as-of").textContent = text;
  }
}

function share(number) {
  const bar = svg("svg", { class: "r-share-bar", viewBox: "0 0 100 10", preserveAspectRatio: "none", "aria-hidden": "true" },
    svg("rect", { width: number * 100, height: 10 }));
  return el("td", {}, bar, ` ${percent(number, true)}`);
}
