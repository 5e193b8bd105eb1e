/* The map on the page of a report: candidates by their rank, those left out as crosses. */
import { plannerMap } from "./map.js";

const points = JSON.parse(document.querySelector("#report-points").textContent);

const map = await plannerMap();
map.points(
  points.map(({ id, lon, lat, name, rank, isTop }) => ({
    id, lon, lat, name,
    label: rank ? String(rank) : "",
    shape: rank ? "circle" : "cross",
    tone: rank === 1 ? "first" : isTop ? "top" : rank ? "other" : "out",
  })),
);
map.fit();
