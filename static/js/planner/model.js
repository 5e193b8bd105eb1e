/* What is being weighed: weightings and plan as the study has them, and the numbers to score. */
import { ACCEPTABLE_RATIO, matrixOf, MOST_CRITERIA, pairwise } from "./ahp.js";
import { contributions, movesOf, rank, shares, tableOf } from "./scoring.js";
import { unpacked } from "./unpacking.js";

const EVEN = 50; // where all sliders stand before anybody has weighed anything

export class Model {
  constructor(page) {
    this.weightings = page.weightings;
    this.ranking = page.ranking;
    this.told = []; // (parts that changed: "weightings", "ranking") => …
    this.take(page.payload);
  }

  /** Take the matrices of an answer of the server. */
  take(packed) {
    const payload = unpacked(packed);
    this.payload = payload;
    this.criteria = payload.criteria;
    this.method = payload.method;
    this.ranked = payload.candidates.filter((row) => row.row !== null).sort((a, b) => a.row - b.row);
    this.excluded = payload.candidates.filter((row) => row.row === null);
    this.byId = new Map(payload.candidates.map((row) => [row.id, row]));
    this.ids = this.ranked.map((row) => row.id);
    const isFlow = this.method === "promethee" && payload.flows;
    this.table = isFlow
      ? tableOf(payload.flows, { low: payload.flows_low, high: payload.flows_high })
      : tableOf(payload.values, payload);
  }

  get weighting() {
    return this.find(this.ranking.weighting);
  }

  get compared() {
    return this.find(this.ranking.compare);
  }

  find(id) {
    return this.weightings.find((row) => row.id === id) || null;
  }

  /** Numbers by criterion in their order; NaN where there is none yet. */
  numbers(row = this.weighting) {
    return this.criteria.map(({ id }) => (row ? row.numbers[id] ?? NaN : EVEN));
  }

  /** `{ weights, lacking, pairs }`: weights null where nothing counts. */
  weigh(row = this.weighting) {
    if (row && row.how === "pairwise") return this._fromPairs(row);
    const numbers = this.numbers(row);
    const lacking = this.criteria.filter((_, place) => Number.isNaN(numbers[place]));
    return { weights: shares(numbers.map((number) => number || 0)), lacking, pairs: null };
  }

  _fromPairs(row) {
    const ids = this.criteria.map(({ id }) => id);
    if (ids.length > MOST_CRITERIA) return { weights: null, lacking: [], pairs: null };
    const found = pairwise(matrixOf(ids, row.judgements));
    const known = new Set(ids);
    const judged = row.judgements.filter(([a, b]) => known.has(a) && known.has(b)).length;
    const open = (ids.length * (ids.length - 1)) / 2 - judged;
    return { weights: found.weights, lacking: [], pairs: { ...found, open, limit: ACCEPTABLE_RATIO } };
  }

  /** Score and rank by the weights in use, and by those to compare with. */
  score() {
    const { weights } = this.weigh();
    if (!weights || !this.ranked.length) return null;
    const found = rank(this.table, weights, this.method, this.ids);
    const parts = contributions(this.table, weights, this.method);
    const beside = this.compared && this.weigh(this.compared).weights;
    const other = beside && rank(this.table, beside, this.method, this.ids);
    return { ...found, weights, parts, other, moves: other && movesOf(found.ranks, other.ranks) };
  }

  changed(...parts) {
    for (const told of this.told) told(parts);
  }

  /** The weighting in use, made of equal weights where there is none yet. */
  own(name) {
    if (this.weighting) return this.weighting;
    const numbers = Object.fromEntries(this.criteria.map(({ id }) => [id, EVEN]));
    const made = this.add({ name, how: "numbers", numbers, judgements: [] });
    this.changed("weightings", "ranking");
    return made;
  }

  add(row) {
    const taken = new Set(this.weightings.map(({ id }) => id));
    let number = 1;
    while (taken.has(`w${number}`)) number += 1;
    const made = { ...structuredClone(row), id: `w${number}` };
    this.weightings.push(made);
    this.ranking.weighting = made.id;
    return made;
  }

  remove(row) {
    this.weightings.splice(this.weightings.indexOf(row), 1);
    if (this.ranking.compare === row.id) this.ranking.compare = null;
    this.ranking.weighting = this.weightings.length ? this.weightings[0].id : null;
  }
}
