/*
 * Weighted sum and TOPSIS in the browser, by the formulas of geo/ranking_methods.py. A table holds
 * its numbers in one array, row by row: `{ rows, columns, values, low, high, ends }`; `ends` are
 * TOPSIS's best and worst point by column. PROMETHEE's parts add up, too: its table is that of the
 * flows per criterion, which only the other candidates change and no weight.
 */

const DIGITS = 1e9; // scores that agree to nine decimals share a rank

/** Numbers → weights that add up to 1; null where none is above 0. */
export function shares(numbers) {
  const total = numbers.reduce((sum, number) => sum + number, 0);
  if (!(total > 0) || !Number.isFinite(total)) return null;
  return numbers.map((number) => number / total);
}

/** Make a table of rows of numbers; `low` and `high` only where something is uncertain. */
export function tableOf(values, { low = null, high = null, best = [], worst = [] } = {}) {
  const middle = Float64Array.from(values.flat());
  return {
    rows: values.length,
    columns: values.length ? values[0].length : 0,
    values: middle,
    low: low ? Float64Array.from(low.flat()) : middle,
    high: high ? Float64Array.from(high.flat()) : middle,
    ends: best.map((number, column) => ({ best: number, worst: worst[column] })),
  };
}

function weightedSum({ rows, columns }, numbers, weights) {
  const scores = new Float64Array(rows);
  for (let row = 0, cell = 0; row < rows; row += 1) {
    let score = 0;
    for (let column = 0; column < columns; column += 1, cell += 1) score += numbers[cell] * weights[column];
    scores[row] = score;
  }
  return scores;
}

function topsis({ rows, columns, ends }, numbers, weights) {
  const scores = new Float64Array(rows);
  for (let row = 0, cell = 0; row < rows; row += 1) {
    let near = 0;
    let far = 0;
    for (let column = 0; column < columns; column += 1, cell += 1) {
      const { best, worst } = ends[column];
      near += ((numbers[cell] - worst) * weights[column]) ** 2;
      far += ((best - numbers[cell]) * weights[column]) ** 2;
    }
    [near, far] = [Math.sqrt(near), Math.sqrt(far)];
    // On both points at once only where nothing tells candidates apart: all are the best.
    scores[row] = near + far > 0 ? near / (near + far) : 1;
  }
  return scores;
}

const SCORERS = { weighted_sum: weightedSum, topsis, promethee: weightedSum };

/** What each criterion adds, row by row (TOPSIS: squared distance from the best point). */
export function contributions({ rows, columns, values, ends }, weights, method) {
  const parts = new Float64Array(rows * columns);
  for (let cell = 0; cell < parts.length; cell += 1) {
    const column = cell % columns;
    parts[cell] = method === "topsis"
      ? ((ends[column].best - values[cell]) * weights[column]) ** 2
      : values[cell] * weights[column];
  }
  return parts;
}

/** Round as NumPy does, halves to even, so that both call the same scores equal. */
function rounded(score) {
  const scaled = score * DIGITS;
  const floor = Math.floor(scaled);
  const rest = scaled - floor;
  if (rest > 0.5 || (rest === 0.5 && floor % 2 !== 0)) return floor + 1;
  return floor;
}

/** How many of `sorted` (ascending) are above a bar. */
function above(sorted, bar) {
  let [from, to] = [0, sorted.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (sorted[middle] <= bar) from = middle + 1;
    else to = middle;
  }
  return sorted.length - from;
}

/** Ranks from 1; equal scores share the best of their ranks. */
export function ranksOf(scores) {
  const own = Float64Array.from(scores, rounded);
  const sorted = own.slice().sort();
  return Int32Array.from(own, (score) => 1 + above(sorted, score));
}

/**
 * Score and rank a table: `{ scores, low, high, ranks, best, worst, order }`, all by row but
 * `order`: rows by rank, those of one rank by `ids`.
 */
export function rank(table, weights, method, ids) {
  const scorer = SCORERS[method];
  const scores = scorer(table, table.values, weights);
  const isExact = table.low === table.values && table.high === table.values;
  const low = isExact ? scores : scorer(table, table.low, weights);
  const high = isExact ? scores : scorer(table, table.high, weights);
  const ranks = ranksOf(scores);
  const [best, worst] = isExact ? [ranks, ranks] : rankRange(low, high);
  const order = [...ids.keys()].sort((a, b) => ranks[a] - ranks[b] || (ids[a] < ids[b] ? -1 : 1));
  return { scores, low, high, ranks, best, worst, order };
}

/** The ranks that ranges of scores allow. */
function rankRange(low, high) {
  const [least, most] = [Float64Array.from(low, rounded), Float64Array.from(high, rounded)];
  const [byLeast, byMost] = [least.slice().sort(), most.slice().sort()];
  const best = Int32Array.from(most, (bar) => 1 + above(byLeast, bar));
  // Everybody whose range ends above one's own lowest score may come before, except oneself.
  const worst = Int32Array.from(least, (bar, row) => 1 + above(byMost, bar) - (most[row] > bar ? 1 : 0));
  return [best, worst];
}

/** Row → ranks up (above 0) or down from one ranking to another. */
export function movesOf(one, other) {
  return Int32Array.from(one, (place, row) => place - other[row]);
}
