/*
 * The preview of a file: each choice is looked at anew without leaving the page, and the map shows
 * where the first rows lie under each datum. Without this script the form does the same by itself.
 */
import { $, pageOf, read } from "./page.js";
import { plannerMap } from "./map.js";
import { sign } from "./points.js";

const WAIT_MS = 400;
let last = null; // the request under way
let drawn = false;

const box = () => $("import");
const told = $("import-told");

if (box().dataset.state) wait();
else if ($("choices")) start();

/** The page that only says that a file is read: open it again when that is over. */
async function wait() {
  for (;;) {
    await pause();
    try {
      const answer = await fetch(box().dataset.state, { headers: { Accept: "application/json" } });
      if (!answer.ok || !["waiting", "reading", "placing"].includes((await answer.json()).status)) break;
    } catch {
      // the server may come back
    }
  }
  location.reload();
}

function pause() {
  return new Promise((done) => setTimeout(done, WAIT_MS));
}

function start() {
  document.addEventListener("change", (event) => {
    const form = event.target.form;
    if (!form || form.id !== "choices" || ["title", "name_column"].includes(event.target.name)) return;
    // References may lie where candidates may not: only then it matters what the rows become.
    if (event.target.name === "kind" && !("again" in event.target.dataset)) return;
    again(form, event.target);
  });
  document.addEventListener("submit", (event) => {
    if (event.target.id !== "choices" || (event.submitter && event.submitter.hasAttribute("formaction"))) return;
    event.preventDefault();
    again(event.target, event.submitter);
  });
  dress();
}

/** Look at the file with the choices of the form; focus stays where it is. */
async function again(form, control) {
  if (last) last.abort();
  const mine = (last = new AbortController());
  const { signal } = mine;
  const focus = control && (control.id ? `#${CSS.escape(control.id)}`
    : `[name="${CSS.escape(control.name)}"]${control.type === "radio" || control.type === "checkbox" ? `[value="${CSS.escape(control.value)}"]` : ""}`);
  const place = focus ? [...form.querySelectorAll(focus)].indexOf(control) : -1;
  box().setAttribute("aria-busy", "true");
  try {
    let answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(sent(form, control)), signal });
    let page = await pageOf(answer);
    while (page.getElementById("import")?.dataset.state) {
      await pause();
      answer = await fetch(answer.url, { signal });
      page = await pageOf(answer);
    }
    const fresh = page.getElementById("import");
    if (!fresh) return location.assign(form.action); // it waits no longer, or somebody signed out
    for (const open of document.querySelectorAll("#import details[open] > summary")) {
      const same = [...fresh.querySelectorAll("details > summary")].find((node) => node.textContent === open.textContent);
      if (same) same.parentNode.open = true;
    }
    box().replaceWith(document.adoptNode(fresh));
    told.textContent = told.dataset.done;
    const next = focus && box().querySelectorAll(focus)[Math.max(place, 0)];
    if (next) next.focus({ preventScroll: true });
    dress();
  } catch (error) {
    if (error.name !== "AbortError") told.textContent = told.dataset.failed;
  } finally {
    if (last === mine) box().setAttribute("aria-busy", "false");
  }
  return undefined;
}

/** The form's fields; a button that was pressed says something, too. */
function sent(form, control) {
  const data = new FormData(form);
  if (control?.matches("button[name]")) data.append(control.name, control.value);
  return data;
}

/** Put the signs beside the datums, and the places on the map. */
function dress() {
  for (const node of document.querySelectorAll(".datum-sign")) {
    node.replaceChildren(sign({ shape: node.dataset.shape, tone: node.dataset.tone }));
  }
  if ($("import-places")) plannerMap().then(draw).catch(() => {});
}

function draw(map) {
  const { datums } = read("import-places");
  const decided = datums.find((row) => row.is_chosen);
  const points = [];
  const lines = [];
  const first = new Map();
  for (const [number, datum] of datums.entries()) {
    for (const { row, lon, lat } of datum.places) {
      points.push({
        id: `${datum.name} ${row}`, lon, lat, name: datum.name, label: String(row), shape: datum.shape,
        tone: datum.tone, isLarge: datum === decided,
      });
      if (number === 0) first.set(row, [lon, lat]);
      else if (first.has(row)) lines.push({ from: first.get(row), to: [lon, lat], weight: 1 });
    }
  }
  // What was chosen lies on top.
  points.sort((a, b) => b.isLarge - a.isLarge);
  map.points(points).lines(lines);
  // A row with a wrong position would show half a country, and a datum's effect is some hundred metres.
  if (!drawn && points.length) map.fit({ isNear: true });
  drawn = true;
}
