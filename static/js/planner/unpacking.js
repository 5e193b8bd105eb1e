/* What webapp/planner/ranking_payload.py has written small, as rows again. */
const PLAIN = { excluded: [], warnings: [], raw_low: null, raw_high: null, unknown: [] };

/** The payload with an object for each candidate, in the order of the document. */
export function unpacked({ candidates, ...payload }) {
  const { districts, district, synthetic, some, id, ...columns } = candidates;
  const names = Object.keys(columns);
  const rows = id.map((own, place) => ({
    ...PLAIN,
    ...Object.fromEntries(names.map((name) => [name, columns[name][place]])),
    id: own,
    district: district[place] === null ? null : { name: districts[district[place]] },
    synthetic: Boolean(synthetic[place]),
    ...some[place],
  }));
  return { ...payload, candidates: rows };
}
