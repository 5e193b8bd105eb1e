/* Weights from pairwise comparisons (analytic hierarchy process), as geo/weights.py finds them. */

/** Saaty's mean consistency index of random matrices of 1 to 15 criteria (1980, p. 21). */
const RANDOM_INDEX = [0, 0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59];

/** Up to this ratio judgements are customarily taken as they are (Saaty 1990). */
export const ACCEPTABLE_RATIO = 0.1;

/** The most criteria that can be compared. */
export const MOST_CRITERIA = RANDOM_INDEX.length;

const STEPS = 20000;
const CLOSE = 1e-15;

/** Judgements `[one, other, ratio]` → reciprocal matrix; pairs not judged count as equal. */
export function matrixOf(criteria, judgements) {
  const places = new Map(criteria.map((id, place) => [id, place]));
  const matrix = criteria.map(() => criteria.map(() => 1));
  for (const [one, other, ratio] of judgements) {
    const [row, column] = [places.get(one), places.get(other)];
    if (row === undefined || column === undefined || row === column) continue;
    matrix[row][column] = ratio;
    matrix[column][row] = 1 / ratio;
  }
  return matrix;
}

/** The principal eigenvector, adding up to 1, and its eigenvalue, by power iteration. */
function principal(matrix) {
  let vector = matrix.map(() => 1 / matrix.length);
  let value = 0;
  for (let step = 0; step < STEPS; step += 1) {
    const next = matrix.map((row) => row.reduce((sum, ratio, place) => sum + ratio * vector[place], 0));
    value = next.reduce((sum, part) => sum + part, 0);
    let moved = 0;
    next.forEach((part, place) => {
      moved = Math.max(moved, Math.abs(part / value - vector[place]));
      next[place] = part / value;
    });
    vector = next;
    if (moved < CLOSE) break;
  }
  return { vector, value };
}

/** The three criteria (places a < b < c) whose judgements disagree most, null where all agree. */
function worstTriple(matrix) {
  let [worst, away] = [null, 0];
  const size = matrix.length;
  for (let a = 0; a < size; a += 1) {
    for (let b = a + 1; b < size; b += 1) {
      for (let c = b + 1; c < size; c += 1) {
        const gap = Math.abs(Math.log(matrix[a][b]) + Math.log(matrix[b][c]) - Math.log(matrix[a][c]));
        if (gap > away) [worst, away] = [[a, b, c], gap];
      }
    }
  }
  return away < Math.log(1.02) ? null : worst;
}

/** `{ weights, lambda, ratio, isConsistent, worst }` of a reciprocal matrix. */
export function pairwise(matrix) {
  const size = matrix.length;
  const { vector, value } = principal(matrix);
  const index = size > 1 ? Math.max(0, (value - size) / (size - 1)) : 0;
  const random = RANDOM_INDEX[size - 1];
  const ratio = random ? index / random : 0;
  return { weights: vector, lambda: value, ratio, isConsistent: ratio <= ACCEPTABLE_RATIO, worst: worstTriple(matrix) };
}
