/* The matrix: group, sort, light up the map, walk by arrow keys. Without it the table is whole. */
import { readQuery, writeQuery } from "./query.js";

const table = document.getElementById("matrix");
const controls = document.getElementById("controls");
const lang = document.documentElement.lang;
const isChinese = lang.startsWith("zh");

function start() {
  const rows = [...table.querySelectorAll("tr[data-adcode]")];
  const industries = [...table.tHead.querySelectorAll("th[data-industry]")]
    .map((head) => head.dataset.industry);
  const first = table.tHead.rows[0].querySelector("[data-industry]").cellIndex;
  const shared = { rows, industries, first };
  readControls();
  makeSortButtons(() => arrange(shared));
  controls.hidden = false;
  controls.addEventListener("change", () => arrange(shared));
  arrange(shared);
  lightUp(shared);
  leadBack();
  walk();
}

/* ---- grouping and sorting */

function readControls() {
  const asked = readQuery();
  for (const name of ["group", "sort", "columns"]) {
    const field = controls.elements[name];
    const known = [...(field.options || field)].map((choice) => choice.value);
    if (known.includes(asked[name])) field.value = asked[name];
  }
}

/** Let the headers of columns that can be sorted by do so. */
function makeSortButtons(done) {
  for (const head of table.tHead.querySelectorAll("[data-sort]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    button.addEventListener("click", () => {
      const field = controls.elements.sort;
      field.value = field.value === head.dataset.sort ? "table" : head.dataset.sort;
      done();
    });
    head.append(button);
  }
}

const byText = (locale) => {
  const { compare } = new Intl.Collator(locale);
  return (value) => (a, b) => compare(value(a), value(b));
};
const nameOf = (row) => row.cells[0].textContent.trim();
const count = (row) => Number(row.dataset.count || -1); // what is unlisted comes after any number
const order = {
  table: () => 0,
  name: byText(isChinese ? "zh-Hans-u-co-stroke" : "en")(nameOf),
  pinyin: byText("en")((row) => row.dataset.pinyin),
  count: (a, b) => count(b) - count(a),
  group: (a, b) => rank(a.dataset.belt) - rank(b.dataset.belt) || byText(lang)((row) => row.dataset.belt)(a, b),
};
const rank = (label) => (label ? 0 : 1);

function arrange({ rows, industries, first }) {
  const [group, sort, columns] = ["group", "sort", "columns"].map((name) => controls.elements[name].value);
  orderColumns(rows, industries, first, columns);
  const sorted = [...rows].sort(order[sort]);
  const groups = new Map();
  // Groups stand in the order of the tables, the rest last, whatever rows are sorted by.
  for (const row of rows) groups.set(labelOf(row, group), []);
  for (const row of sorted) groups.get(labelOf(row, group)).push(row);
  const rest = [table.dataset.noneBelt, table.dataset.noneCluster];
  const names = [...groups.keys()].sort((a, b) => rest.includes(a) - rest.includes(b));
  const width = industries.length + 4;
  for (const body of [...table.tBodies]) body.remove();
  for (const name of names) table.insertBefore(bodyOf(name, groups.get(name), width), table.tFoot);
  for (const head of table.tHead.querySelectorAll("[data-sort]")) {
    if (head.dataset.sort !== sort) head.removeAttribute("aria-sort");
    else head.setAttribute("aria-sort", sort === "count" ? "descending" : "ascending");
  }
  writeQuery({
    group: group === "city" ? "" : group,
    sort: sort === "table" ? "" : sort,
    columns: columns === "table" ? "" : columns,
  });
}

function labelOf(row, group) {
  if (group === "none") return "";
  return row.dataset[group] || (group === "belt" ? table.dataset.noneBelt : table.dataset.noneCluster);
}

function bodyOf(name, rows, width) {
  const body = document.createElement("tbody");
  if (name) {
    const head = document.createElement("th");
    head.colSpan = width;
    head.scope = "rowgroup";
    const size = document.createElement("small");
    size.textContent = table.dataset.size.replace("#", String(rows.length));
    head.append(`${name} `, size);
    const line = document.createElement("tr");
    line.className = "group";
    line.append(head);
    body.append(line);
  }
  body.append(...rows);
  return body;
}

/** Order the industries of every row; the cell of an unlisted district spans them all. */
function orderColumns(rows, industries, first, columns) {
  const foot = table.tFoot.rows[0];
  const total = (id) => Number(foot.querySelector(`[data-industry="${id}"]`).textContent);
  const wanted = columns === "count" ? [...industries].sort((a, b) => total(b) - total(a)) : industries;
  const now = [...table.tHead.querySelectorAll("th[data-industry]")].map((head) => head.dataset.industry);
  for (const row of [table.tHead.rows[0], foot, ...rows]) {
    const cells = [...row.cells].slice(first, first + now.length);
    if (row.querySelector(".unlisted-cell")) continue;
    const after = row.cells[first + now.length];
    for (const id of wanted) row.insertBefore(cells[now.indexOf(id)], after);
  }
}

/* ---- the map beside it */

function lightUp({ rows }) {
  const lights = document.getElementById("lights");
  const lit = document.getElementById("lit");
  const paths = new Map([...lights.querySelectorAll("path[data-adcode]")]
    .map((path) => [path.dataset.adcode, path]));
  lit.textContent = lit.dataset.rest;

  const show = (codes, key, words) => {
    lights.classList.toggle("is-lighting", codes.length > 0);
    for (const [code, path] of paths) {
      path.classList.toggle("is-lit", codes.includes(code));
      path.classList.toggle("is-key", code === key);
    }
    lit.textContent = words || lit.dataset.rest;
  };

  const look = (target) => {
    for (const cell of table.querySelectorAll(".is-lit")) cell.classList.remove("is-lit");
    const cell = target?.closest("td, th");
    const row = cell?.closest("tr[data-adcode]");
    const id = cell && industryOf(cell);
    const having = id ? rows.filter((other) => other.querySelector(`td[data-industry="${id}"]`)) : [];
    if (row) row.classList.add("is-lit");
    if (id) for (const part of table.querySelectorAll(`[data-industry="${id}"]`)) part.classList.add("is-lit");
    if (row && having.includes(row)) show(codesOf(having), row.dataset.adcode, sentence(row, id, having));
    else if (row) show([row.dataset.adcode], row.dataset.adcode, rowWords(row));
    else if (id) show(codesOf(having), null, columnWords(id, having));
    else show([], null, "");
  };

  for (const event of ["pointerover", "focusin"]) {
    table.addEventListener(event, ({ target }) => look(target));
  }
  table.addEventListener("pointerleave", () => {
    const focused = document.activeElement;
    look(table.contains(focused) ? focused : null);
  });
  table.addEventListener("focusout", ({ relatedTarget }) => {
    if (!table.contains(relatedTarget)) look(null);
  });
  for (const event of ["pointerover", "focusin"]) {
    lights.addEventListener(event, ({ target }) => {
      const code = target.closest("a")?.querySelector("[data-adcode]")?.dataset.adcode;
      look(code && rows.find((row) => row.dataset.adcode === code)?.cells[0]);
    });
  }
  lights.addEventListener("pointerleave", () => look(null));
}

const codesOf = (rows) => rows.map((row) => row.dataset.adcode);

function industryOf(cell) {
  if (cell.dataset.industry) return cell.dataset.industry;
  if (cell.colSpan > 1) return "";
  return table.tHead.rows[0].cells[cell.cellIndex]?.dataset.industry || "";
}

const headOf = (id) => table.tHead.querySelector(`[data-industry="${id}"]`);
const industryName = (id) => headOf(id).querySelector("span").textContent;
const colon = isChinese ? "：" : ": ";
const list = (names) => names.join(table.dataset.and);

function rowWords(row) {
  const unlisted = row.querySelector(".unlisted-cell");
  const given = [...row.querySelectorAll("td[data-industry]")].map((cell) => industryName(cell.dataset.industry));
  return nameOf(row) + colon + (unlisted ? unlisted.textContent.trim() : list(given));
}

function columnWords(id, having) {
  return `${industryName(id)} (${having.length})${colon}${list(having.map(nameOf))}`;
}

function sentence(row, id, having) {
  return `${nameOf(row)} · ${columnWords(id, having)}`;
}

/* ---- the phrase */

/** Closing a phrase, by its link or by Escape, leads back to the mark that opened it. */
function leadBack() {
  const evidence = document.getElementById("evidence");
  const close = (phrase) => {
    location.hash = phrase.querySelector(".back").hash;
    table.querySelector(`a[href="#${phrase.id}"]`).focus();
  };
  evidence.addEventListener("click", (event) => {
    if (!event.target.closest(".back")) return;
    event.preventDefault();
    close(event.target.closest(".cite"));
  });
  document.addEventListener("keydown", ({ key }) => {
    const open = evidence.querySelector(".cite:target");
    if (key === "Escape" && open) close(open);
  });
}

/* ---- the arrow keys */

/** One cell of the grid is in the order of the Tab key; the arrows move on from it. */
function walk() {
  table.setAttribute("role", "grid");
  let column = 0; // kept over a cell that spans many
  const lines = () => [...table.rows].filter((row) => !row.classList.contains("group"));
  const stop = (cell) => cell.querySelector("a, button") || cell;
  for (const cell of table.querySelectorAll("td, th")) {
    for (const link of cell.querySelectorAll("a, button")) link.tabIndex = -1;
    if (stop(cell) === cell && !cell.closest(".group")) cell.tabIndex = -1;
  }
  stop(lines()[1].cells[0]).tabIndex = 0;

  const columnOf = (cell) => {
    let at = 0;
    for (const before of cell.parentElement.cells) {
      if (before === cell) return at;
      at += before.colSpan;
    }
    return at;
  };
  const cellAt = (row, wanted) => [...row.cells].findLast((cell) => columnOf(cell) <= wanted);
  const go = (cell, part) => {
    const parts = cell.querySelectorAll("a, button");
    const target = part === "last" && parts.length ? parts[parts.length - 1] : parts[0] || cell;
    target.focus();
  };

  table.addEventListener("focusin", ({ target }) => {
    const cell = target.closest("td, th");
    if (!cell || !table.contains(cell)) return;
    for (const old of table.querySelectorAll('[tabindex="0"]')) old.tabIndex = -1;
    target.tabIndex = 0;
    const start = columnOf(cell);
    if (column < start || column >= start + cell.colSpan) column = start;
  });

  table.addEventListener("keydown", (event) => {
    const cell = event.target.closest("td, th");
    if (!cell || event.altKey || event.ctrlKey || event.metaKey) return;
    const all = lines();
    const y = all.indexOf(cell.parentElement);
    const parts = [...cell.querySelectorAll("a, button")];
    const at = parts.indexOf(event.target);
    const moves = {
      ArrowDown: () => y < all.length - 1 && go(cellAt(all[y + 1], column)),
      ArrowUp: () => y > 0 && go(cellAt(all[y - 1], column)),
      ArrowRight: () => (at >= 0 && at < parts.length - 1 ? parts[at + 1].focus()
        : cell.nextElementSibling && go(cell.nextElementSibling)),
      ArrowLeft: () => (at > 0 ? parts[at - 1].focus()
        : cell.previousElementSibling && go(cell.previousElementSibling, "last")),
      Home: () => go(cell.parentElement.cells[0]),
      End: () => go(cell.parentElement.cells[cell.parentElement.cells.length - 1]),
    };
    if (!Object.hasOwn(moves, event.key)) return;
    event.preventDefault();
    moves[event.key]();
  });
}

if (table) start();
