/* A run that is under way: how far it is, asked for again and again; when it ends, the page anew. */
import { $ } from "./page.js";

const WAIT_MS = 700;
const box = $("run");
const bar = box.querySelector("progress");
const facts = Object.fromEntries([...box.querySelectorAll("[data-fact]")].map((node) => [node.dataset.fact, node]));
const told = $("run-told");
const number = (value) => Math.round(value).toLocaleString("en");

follow();

async function follow() {
  for (;;) {
    await new Promise((done) => { setTimeout(done, WAIT_MS); });
    let state;
    try {
      const answer = await fetch(box.dataset.state, { headers: { Accept: "application/json" } });
      if (!answer.ok) break; // removed, or signed out: the page says it
      state = await answer.json();
    } catch {
      continue; // the server may be starting anew
    }
    if (state.status !== "running" && state.status !== "waiting") break;
    show(state);
  }
  location.reload();
}

function show(state) {
  if (state.bytes_total) {
    bar.max = state.bytes_total;
    bar.value = state.bytes_done || 0;
  }
  facts.rows_done.textContent = number(state.rows_done || 0);
  facts.rows_saved.textContent = number(state.rows_saved || 0);
  facts.rejected.textContent = number(state.rejected || 0);
  facts.rows_per_second.textContent = state.rows_per_second ? number(state.rows_per_second) : "–";
  facts.seconds_left.textContent = left(state.seconds_left);
  const working = state.status === "running" && !state.bytes_total ? "preparing" : state.status;
  const key = state.is_unattended ? "unattended" : state.is_interrupted ? "interrupted" : working;
  if (told.textContent !== told.dataset[key]) told.textContent = told.dataset[key];
}

function left(seconds) {
  if (seconds === null || seconds === undefined) return "–";
  const words = facts.seconds_left.dataset;
  return seconds < 90 ? words.seconds.replace("{count}", number(seconds)) : words.minutes.replace("{count}", number(seconds / 60));
}
