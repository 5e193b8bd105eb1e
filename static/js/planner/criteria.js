/* The form of a criterion: what it measures is shown anew while one types. Without this script the
   button "Only measure" does the same. */

import { $, pageOf } from "./page.js";

const WAIT_MS = 350;
const form = $("criterion-form");
const place = $("measured");
const status = $("measuring");
let timer = 0;
let running = null;

/** The form as an address; the token of the form stays at home. */
function address() {
  const fields = new URLSearchParams(new FormData(form));
  fields.delete("csrf_token");
  return `${form.dataset.measured}?${fields}`;
}

/** What was measured stands beside the bounds, too. */
function tellBounds() {
  const told = $("beside");
  for (const node of form.querySelectorAll("[data-beside]")) {
    node.textContent = told ? told.dataset[node.dataset.beside] : "";
  }
}

async function measure() {
  running?.abort();
  running = new AbortController();
  const mine = running;
  status.textContent = status.dataset.busy;
  try {
    const answer = await fetch(address(), { signal: mine.signal });
    if (!answer.ok) throw new Error(answer.statusText);
    const found = await pageOf(answer);
    if (mine !== running) return;
    place.replaceChildren(...found.body.children);
    tellBounds();
    status.textContent = "";
  } catch (error) {
    if (error.name !== "AbortError") status.textContent = status.dataset.failed;
  }
}

if (form && place) {
  $("measure").hidden = true;
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(measure, WAIT_MS);
  });
}
