/* A stacked bar as one background: a thousand of them move without any layout. */

const stop = (column, from, to) => `var(--hue-${column % 12}) ${from.toFixed(2)}% ${to.toFixed(2)}%`;
const gap = (at) => `var(--bar-gap) calc(${at.toFixed(2)}% - 1px) ${at.toFixed(2)}%`;

/** The stops of segments one after the other; returns where they end. */
function stack(stops, parts, from, scale) {
  let at = from;
  for (const [column, part] of parts) {
    const to = at + part * scale;
    if (to - at < 0.05) continue;
    stops.push(stop(column, at, to), gap(to));
    at = to;
  }
  return at;
}

/** Numbers of one row from 0 up → a background. */
export function stackedBar(parts, scale = 1) {
  const stops = [];
  const at = stack(stops, [...parts].entries(), 0, 100 / scale);
  return stops.length ? `linear-gradient(to right, ${stops.join(", ")}, transparent ${at.toFixed(2)}%)` : "none";
}

/** Numbers below and above 0 → a background with the zero in the middle. */
export function sidedBar(parts, scale = 1) {
  const rows = [...[...parts].entries()];
  const below = rows.filter(([, part]) => part < 0).map(([column, part]) => [column, -part]);
  const above = rows.filter(([, part]) => part > 0);
  const sum = below.reduce((total, [, part]) => total + part, 0);
  const from = 50 - (sum * 50) / scale;
  const stops = [`transparent ${from.toFixed(2)}%`];
  stack(stops, below, from, 50 / scale);
  const at = stack(stops, above, 50, 50 / scale);
  return `linear-gradient(to right, ${stops.join(", ")}, transparent ${at.toFixed(2)}%)`;
}

/** By how much the bars of all rows are to be divided so that the longest fits. */
export function scaleOf(parts, columns, method) {
  if (method === "weighted_sum") return 1;
  let most = 1e-9;
  for (let row = 0; row < parts.length; row += columns) {
    let [up, down] = [0, 0];
    for (let cell = row; cell < row + columns; cell += 1) {
      if (parts[cell] > 0) up += parts[cell];
      else down -= parts[cell];
    }
    most = Math.max(most, up, down);
  }
  return most;
}
