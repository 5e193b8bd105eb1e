/* Weights by comparing criteria in pairs: a scale for each pair, and how far the judgements agree. */
import { MOST_CRITERIA } from "./ahp.js";
import { $, el } from "./page.js";

const MOST = 8; // steps to either side: nine times as important

/** A place on the scale ↔ how many times more important the first is than the second. */
export const ratioAt = (step) => (step <= 0 ? 1 - step : 1 / (1 + step));
export const stepAt = (ratio) => Math.round(ratio >= 1 ? 1 - ratio : 1 / ratio - 1);

export class Pairs {
  constructor(model, { t, onLive }) {
    Object.assign(this, { model, t, onLive });
    this.box = $("pairs");
    $("tabs").hidden = false;
    $("tabs").addEventListener("click", (event) => {
      const { how } = event.target.dataset;
      if (how) this._turn(how);
    });
    this.write();
  }

  _turn(how) {
    const row = this.model.own(this.t("defaultName", { n: this.model.weightings.length + 1 }));
    if (row.how === how) return;
    row.how = how;
    if (how === "numbers" && !Object.keys(row.numbers).length) {
      row.numbers = Object.fromEntries(this.model.criteria.map(({ id }) => [id, 50]));
    }
    this.model.changed("weightings");
    this.write();
    this.onLive();
  }

  /** Draw the scales anew: another weighting, or another way. */
  write() {
    const row = this.model.weighting;
    const isPairs = Boolean(row) && row.how === "pairwise";
    for (const button of $("tabs").children) {
      button.setAttribute("aria-pressed", String((button.dataset.how === "pairwise") === isPairs));
    }
    $("numbers").classList.toggle("is-found", isPairs);
    for (const field of $("numbers").querySelectorAll("input")) field.disabled = isPairs;
    this.box.hidden = !isPairs;
    this.lines = [];
    if (!isPairs) {
      this.box.replaceChildren();
      return;
    }
    const { criteria } = this.model;
    if (criteria.length > MOST_CRITERIA) {
      this.box.replaceChildren(el("p.r-note", {}, this.t("tooMany", { n: MOST_CRITERIA, m: criteria.length })));
      return;
    }
    const judged = new Map(row.judgements.map(([a, b, ratio]) => [`${a} ${b}`, ratio]));
    criteria.forEach((one, a) => criteria.slice(a + 1).forEach((other, offset) => {
      const [straight, turned] = [judged.get(`${one.id} ${other.id}`), judged.get(`${other.id} ${one.id}`)];
      this.lines.push(this._line(one, other, a, a + 1 + offset, straight ?? (turned && 1 / turned)));
    }));
    this.verdict = el("p.r-verdict", { role: "status" });
    this.rest = el("button.r-small", { type: "button", onclick: () => this._judgeRest() }, this.t("rest"));
    this.box.replaceChildren(this.verdict, this.rest, el("ol.r-pairs", {}, this.lines.map(({ node }) => node)));
  }

  _line(one, other, a, b, ratio) {
    const line = { one, other, a, b, ratio };
    const label = this.t("judge", { a: one.title, b: other.title });
    line.slide = el("input", {
      type: "range", min: -MOST, max: MOST, step: 1, value: ratio ? stepAt(ratio) : 0, "aria-label": label,
      oninput: () => this._judge(line, ratioAt(Number(line.slide.value))),
    });
    line.told = el("span.r-told");
    line.even = el("button.r-small", {
      type: "button", "aria-label": `${label} ${this.t("equal")}`, onclick: () => this._judge(line, 1),
    }, "=");
    line.node = el("li", {}, el("span.r-one", {}, one.title), line.slide, el("span.r-two", {}, other.title), line.even, line.told);
    this._tell(line);
    return line;
  }

  _judge(line, ratio) {
    line.ratio = ratio;
    line.slide.value = String(stepAt(ratio));
    this._tell(line);
    this._keep();
  }

  _judgeRest() {
    for (const line of this.lines.filter(({ ratio }) => !ratio)) {
      line.ratio = 1;
      this._tell(line);
    }
    this._keep();
  }

  _keep() {
    this.model.weighting.judgements = this.lines
      .filter(({ ratio }) => ratio)
      .map(({ one, other, ratio }) => [one.id, other.id, ratio]);
    this.model.changed("weightings");
    this.onLive();
  }

  _tell(line) {
    const { one, other, ratio } = line;
    const [a, b, n] = ratio >= 1 ? [one, other, ratio] : [other, one, 1 / ratio];
    const text = !ratio ? this.t("notJudged") : ratio === 1 ? this.t("equal")
      : this.t("times", { a: a.title, b: b.title, n: Number(n.toPrecision(3)) });
    line.told.textContent = text;
    line.slide.setAttribute("aria-valuetext", text);
    line.node.classList.toggle("is-open", !ratio);
    line.even.setAttribute("aria-pressed", String(ratio === 1));
  }

  /** Say how far the judgements agree (`pairs` of `Model.weigh`). */
  tell(pairs) {
    if (!pairs || !this.lines.length) return;
    const { criteria } = this.model;
    const said = [this.t("ratio", { ratio: pairs.ratio.toFixed(2) }) + " · "
      + this.t(pairs.isConsistent ? "consistent" : "inconsistent")];
    const isWorst = pairs.worst && !pairs.isConsistent;
    if (pairs.worst) {
      const [a, b, c] = pairs.worst.map((place) => criteria[place].title);
      said.push(this.t("worst", { a, b, c }));
    }
    if (pairs.open) said.push(this.t("left", { n: pairs.open }));
    const text = said.join(" ");
    if (this.verdict.textContent !== text) this.verdict.textContent = text;
    this.verdict.classList.toggle("is-bad", !pairs.isConsistent);
    this.rest.hidden = !pairs.open;
    for (const { node, a, b } of this.lines) {
      node.classList.toggle("is-worst", Boolean(isWorst) && pairs.worst.includes(a) && pairs.worst.includes(b));
    }
  }
}
