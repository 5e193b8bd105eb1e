/* Places of a project on the map, linked to their rows; placing by a click; files dropped on a card. */
import { $, read } from "./page.js";
import { plannerMap } from "./map.js";
import { sign } from "./points.js";

const LOOKS = {
  candidates: { shape: "circle", tone: "top" },
  reference: { shape: "square", tone: "demand" },
};

for (const node of document.querySelectorAll(".key-sign")) node.append(sign(LOOKS[node.dataset.sign]));
for (const node of document.querySelectorAll(".when-scripted")) node.hidden = false;
watchFiles($("way-file"));
plannerMap().then((map) => (read("mark") ? one(map) : all(map))).catch(() => {});

/** All places: pointing at a row shows its mark, selecting a mark leads to its row. */
function all(map) {
  const marks = read("marks") || [];
  const texts = read("texts");
  const rows = new Map([...document.querySelectorAll("[data-place]")].map((row) => [row.dataset.place, row]));
  const points = marks.map((row) => ({ ...row, ...LOOKS[row.kind], detail: row.layer, isSmall: true }));
  const draw = (more = []) => map.points([...more, ...points]);
  draw();
  map.shapes(marks.filter((row) => row.geometry).map((row) => ({ geometry: row.geometry, tone: "demand" })));
  if (marks.length) map.fit();
  const point = (id) => {
    for (const [key, row] of rows) row.classList.toggle("is-pointed", key === id);
  };
  map.onHover(point);
  map.onSelect((id) => {
    point(id);
    if (rows.has(id)) rows.get(id).scrollIntoView({ block: "center" });
  });
  for (const [id, row] of rows) {
    row.addEventListener("mouseenter", () => map.hover(id));
    row.addEventListener("mouseleave", () => map.hover(null));
  }
  if ($("pick")) picking(map, draw, texts);
}

/** A click on the map fills in the position. */
function picking(map, draw, texts) {
  const button = $("pick");
  const form = $("add-place");
  let end = null;
  const stop = () => {
    if (end) end();
    end = null;
    map.hint("");
    button.textContent = texts.pick;
    button.setAttribute("aria-pressed", "false");
  };
  button.addEventListener("click", () => {
    if (end) return stop();
    button.textContent = texts.stop;
    button.setAttribute("aria-pressed", "true");
    map.hint(texts.picking);
    map.node.scrollIntoView({ block: "nearest" });
    end = map.onClick((lon, lat) => {
      form.position.value = `${lon.toFixed(6)}, ${lat.toFixed(6)}`;
      draw([{ id: "+", lon, lat, name: form.name.value || texts.new, shape: "diamond", tone: "first", label: "+" }]);
      stop();
      form.elements.namedItem("name").focus();
    });
    return undefined;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && end) stop();
  });
}

/** One place, which can be dragged where somebody may change it. */
function one(map) {
  const mark = read("mark");
  const form = $("edit");
  map.points([{ ...mark, shape: "circle", tone: "first", isLarge: true }], { draggable: Boolean(form) });
  map.map.setView([mark.lat, mark.lon], Math.max(12, map.map.getZoom()), { animate: false });
  map.onMove((_, lon, lat) => {
    form.elements.namedItem("position").value = `${lon.toFixed(6)}, ${lat.toFixed(6)}`;
  });
}

/** Say at once that a file is too large, and take files that are dropped on the card. */
function watchFiles(card) {
  if (!card) return;
  const input = card.elements.namedItem("file");
  const check = () => {
    const [file] = input.files;
    const isTooLarge = Boolean(file) && file.size > Number(card.dataset.most);
    card.querySelector("[data-too-large]").hidden = !isTooLarge;
    input.setCustomValidity(isTooLarge ? card.querySelector("[data-too-large]").textContent : "");
  };
  input.addEventListener("change", check);
  const over = (on) => (event) => {
    event.preventDefault();
    card.classList.toggle("is-over", on);
  };
  card.addEventListener("dragover", over(true));
  card.addEventListener("dragleave", over(false));
  card.addEventListener("drop", (event) => {
    over(false)(event);
    if (!event.dataTransfer.files.length) return;
    input.files = event.dataTransfer.files;
    check();
  });
}
