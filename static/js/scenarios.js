/* The scenarios: filters with counts, in the address. Without this every list is shown whole. */
import { readQuery, writeQuery } from "./query.js";

const form = document.getElementById("facets");

function start() {
  const rows = [...document.querySelectorAll(".scenario-list tr[id]")]
    .map((row) => ({ row, values: { ...row.dataset }, text: plain(row.textContent) }));
  const asked = readQuery();
  for (const field of fields()) {
    const known = field.type === "search" || [...field.options].some((choice) => choice.value === asked[field.name]);
    if (known && asked[field.name]) field.value = asked[field.name];
  }
  form.hidden = false;
  form.addEventListener("input", () => filter(rows));
  form.addEventListener("submit", (event) => event.preventDefault());
  document.getElementById("clear").addEventListener("click", () => {
    for (const field of fields()) field.value = "";
    filter(rows);
    form.elements.q.focus();
  });
  // A link to a row must not lead to nothing.
  addEventListener("hashchange", () => reveal(rows));
  filter(rows);
  reveal(rows);
}

const fields = () => [...form.querySelectorAll("select, input")];
// Only ids are joined: a heading may contain any sign.
const valuesOf = (values, name) =>
  (["unit", "district"].includes(name) ? (values[name] || "").split("|") : [values[name]]);
const plain = (text) => text.toLowerCase().replace(/\s+/g, "");

/** Whether a row has what is chosen in every field but one. */
function fits({ values, text }, chosen, except) {
  return Object.entries(chosen).every(([name, value]) =>
    name === except || !value ||
    (name === "q" ? text.includes(plain(value)) : valuesOf(values, name).includes(value)));
}

function filter(rows) {
  const chosen = Object.fromEntries(fields().map((field) => [field.name, field.value.trim()]));
  let shown = 0;
  for (const entry of rows) {
    entry.row.hidden = !fits(entry, chosen);
    shown += entry.row.hidden ? 0 : 1;
  }
  for (const section of document.querySelectorAll(".scenario-list")) {
    const all = section.querySelectorAll("tr[id]").length;
    const here = section.querySelectorAll("tr[id]:not([hidden])").length;
    section.hidden = here === 0;
    section.querySelector("[data-count]").textContent = here === all ? all : `${here} / ${all}`;
  }
  for (const select of form.querySelectorAll("select")) count(select, rows, chosen);
  const outcome = document.getElementById("outcome");
  outcome.textContent = outcome.dataset.words.replace("{n}", shown).replace("{m}", rows.length);
  document.getElementById("nothing").hidden = shown > 0;
  document.getElementById("clear").hidden = !Object.values(chosen).some(Boolean);
  writeQuery(chosen);
}

/** Say behind every choice how many entries it would leave; what would leave none is disabled. */
function count(select, rows, chosen) {
  const left = rows.filter((entry) => fits(entry, chosen, select.name));
  select.classList.toggle("is-set", Boolean(select.value));
  for (const choice of select.options) {
    if (!choice.value) continue;
    const number = left.filter(({ values }) => valuesOf(values, select.name).includes(choice.value)).length;
    choice.textContent = `${choice.dataset.name} (${number})`;
    choice.disabled = number === 0 && !choice.selected;
  }
}

function reveal(rows) {
  const named = rows.find(({ row }) => `#${row.id}` === location.hash);
  if (!named?.row.hidden) return;
  for (const field of fields()) field.value = "";
  filter(rows);
  named.row.scrollIntoView();
}

if (form) start();
