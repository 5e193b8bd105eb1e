/* Choosing sites: fields that fit the objective, how far the solver is, the answer on the map. */
import { $, read } from "./page.js";

const form = $("plan");
if (form) wireForm(form);
if ($("progress")) follow($("progress"));
const answer = read("siting-map");
if (answer) draw(answer);

/** Show only the fields that the objective and the demand ask for. */
function wireForm() {
  const box = (name) => form.querySelector(`[data-field="${name}"]`);
  const update = () => {
    const { dataset } = form.querySelector("[name=objective]:checked") || { dataset: {} };
    box("count").hidden = !dataset.count;
    box("radius_m").hidden = !dataset.radius;
    const isOfDistricts = form.elements.namedItem("demand").value === "districts";
    form.querySelector(".s-of-districts").hidden = !isOfDistricts;
    const ofLayer = form.querySelector(".s-of-layer");
    if (ofLayer) ofLayer.hidden = isOfDistricts;
    const typed = form.querySelector(".s-typed");
    typed.hidden = form.elements.namedItem("weight_by").value !== "typed";
    if (!typed.hidden) typed.open = true;
  };
  form.addEventListener("change", update);
  update();
}

/** Ask how far the solver is; when it has ended, show the page anew. */
async function follow(box) {
  const told = $("so-far");
  for (;;) {
    await new Promise((done) => { setTimeout(done, 700); });
    let state;
    try {
      const found = await fetch(box.dataset.state, { headers: { Accept: "application/json" } });
      state = await found.json();
    } catch {
      continue; // the server may be starting anew
    }
    if (state.status !== "running" && state.status !== "waiting") {
      location.reload();
      return;
    }
    if (state.phase && $("phase")) $("phase").textContent = box.dataset[state.phase];
    const hasFound = typeof state.best === "number";
    if ($("stop")) $("stop").hidden = !hasFound; // else there is nothing to keep
    if (!hasFound) continue;
    told.textContent = told.dataset.told
      .replace("{total}", String(Math.round(state.total)))
      .replace("{seconds}", String(Math.round(state.seconds)))
      .replace("{best}", state.best.toLocaleString())
      .replace("{gap}", state.gap === null ? "–" : `${(state.gap * 100).toFixed(1)} %`);
  }
}

async function draw({ points, lines, shapes }) {
  const [{ plannerMap }, { sign }] = await Promise.all([import("./map.js"), import("./points.js")]);
  document.querySelector(".s-key").hidden = false;
  for (const node of document.querySelectorAll(".key-sign")) node.append(sign(node.dataset));
  const rows = new Map([...document.querySelectorAll("[data-site]")].map((row) => [row.dataset.site, row]));
  const map = await plannerMap();
  map.shapes(shapes).lines(lines).points(points).fit();
  const point = (id) => {
    for (const [key, row] of rows) row.classList.toggle("is-pointed", key === id);
  };
  map.onHover(point).onSelect(point);
  for (const [id, row] of rows) {
    row.addEventListener("mouseenter", () => map.hover(id));
    row.addEventListener("mouseleave", () => map.hover(null));
  }
}
