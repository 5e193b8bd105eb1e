/* Compare, in a frozen site: the page holds every district, and the address says which to show. */

const comparison = document.getElementById("comparison");
const most = Number(comparison.dataset.most);
const known = [...comparison.querySelectorAll("thead [data-adcode]")].map((cell) => cell.dataset.adcode);

/** The districts that an address asks for, and what in it names none. */
export function asked(search, codes) {
  const words = new URLSearchParams(search).getAll("d")
    .flatMap((value) => value.split(/[,，]/)).map((word) => word.trim()).filter(Boolean);
  const all = [...new Set(words)];
  return { chosen: all.filter((word) => codes.includes(word)), unknown: all.filter((word) => !codes.includes(word)) };
}

/** Whether answers are the same; "?" is an answer that is not known. */
export function verdict(answers) {
  if (answers.includes("?")) return "unknown";
  return new Set(answers).size < 2 ? "same" : "different";
}

function show(chosen) {
  for (const row of comparison.querySelectorAll(".comparison tr")) showRow(row, chosen);
  for (const row of comparison.querySelectorAll("[data-pair]")) {
    row.hidden = !row.dataset.pair.split(" ").every((adcode) => chosen.includes(adcode));
  }
  for (const figure of comparison.querySelectorAll("figure[data-city]")) showMap(figure, chosen);
}

/** Show the cells of the chosen districts in their order, and say anew whether they differ. */
function showRow(row, chosen) {
  const cells = new Map([...row.querySelectorAll("[data-adcode]")].map((cell) => [cell.dataset.adcode, cell]));
  for (const [adcode, cell] of cells) cell.hidden = !chosen.includes(adcode);
  const shown = chosen.map((adcode) => cells.get(adcode));
  row.append(...shown);
  shown.forEach((cell, index) => {
    const number = cell.querySelector(".number");
    if (number) number.textContent = String(index + 1);
  });
  const answers = shown.map((cell) => cell.dataset.value);
  if (row.dataset.industry) row.hidden = !answers.includes("yes");
  const mark = row.querySelector(".verdict");
  if (!mark) return;
  const found = verdict(answers);
  const sample = comparison.querySelector(`.key .is-${found}`);
  mark.className = `verdict is-${found}`;
  mark.replaceChildren(...[...sample.childNodes].map((node) => node.cloneNode(true)));
}

function showMap(figure, chosen) {
  const paths = [...figure.querySelectorAll("path[data-adcode]")];
  const last = paths.at(-1).closest("a") || paths.at(-1);
  let count = 0;
  for (const path of paths) {
    const isChosen = chosen.includes(path.dataset.adcode);
    path.classList.toggle("is-chosen", isChosen);
    if (!isChosen) continue;
    count += 1;
    // An outline is drawn over its neighbours.
    if (path !== last && path.closest("a") !== last) last.after(path.closest("a") || path);
  }
  for (const badge of figure.querySelectorAll(".badge")) {
    const place = chosen.indexOf(badge.dataset.adcode);
    badge.toggleAttribute("hidden", place < 0);
    badge.querySelector("text").textContent = String(place + 1);
  }
  for (const label of figure.querySelectorAll(".named")) {
    label.hidden = !chosen.includes(label.dataset.adcode);
    label.querySelector(".number").textContent = String(chosen.indexOf(label.dataset.adcode) + 1);
  }
  figure.hidden = !count;
}

function message(name, isOn, text = "") {
  const box = document.querySelector(`[data-message="${name}"]`);
  box.hidden = !isOn;
  const code = box.querySelector("code");
  if (code) code.textContent = text;
}

const { chosen, unknown } = asked(location.search, known);
const shown = chosen.slice(0, most);
message("unknown", unknown.length > 0, unknown.join(", "));
message("many", chosen.length > most);
[...document.querySelectorAll(".picker select")].forEach((select, index) => {
  select.value = shown[index] || "";
});
comparison.hidden = shown.length < 2;
document.querySelector(".invite").hidden = shown.length > 1;
if (shown.length > 1) show(shown);
for (const link of document.querySelectorAll("#language")) link.search = location.search;
