/*
 * Passing a view on. The share page is useful by itself; the atlas fetches it when somebody asks
 * and shows its panel as a dialog, filled in with the view that is on the screen.
 */

let dialog = null;

const part = (panel, id) => panel.querySelector(`#${id}`);

/** The view of an address without what belongs to its frame. */
function viewOf({ pathname, search }) {
  const kept = search.slice(1).split("&").filter((pair) => pair && !/^embed(=|$)/.test(pair));
  return { path: pathname, query: kept.length ? `?${kept.join("&")}` : "" };
}

const attribute = (text) => text.replace(/&/g, "&amp;").replace(/"/g, "&quot;").replace(/</g, "&lt;");

/** Write a view into the panel: link, QR code, code of a frame, what can be taken away. */
function fill(panel, { path, query }) {
  const base = panel.dataset.base || location.origin;
  const link = base + path + query;
  const framed = `${link}${query ? "&" : "?"}embed=1`;
  panel.view = path + query;
  part(panel, "share-link").value = link;
  part(panel, "share-code").value = `<iframe src="${attribute(framed)}" title="${
    attribute(panel.dataset.title)}" width="800" height="600" loading="lazy" style="border:0;max-width:100%"></iframe>`;
  for (const node of panel.querySelectorAll("a[data-view-query]")) {
    node.dataset.bare = node.dataset.bare || node.getAttribute("href");
    node.setAttribute("href", node.dataset.bare + query);
  }
  part(panel, "share-told").textContent = "";
  if (!panel.dataset.permalink) return;
  part(panel, "share-short").hidden = true;
  panel.querySelector("[data-copy='share-short']").hidden = true;
  part(panel, "share-shorten").hidden = false;
  draw(panel, panel.view);
}

/** Let the server draw the QR code of a path of this site. */
function draw(panel, to) {
  const address = `${panel.dataset.qr}?to=${encodeURIComponent(to)}`;
  part(panel, "share-qr").src = address;
  part(panel, "share-qr-file").href = address;
}

/** Copy a field; where the browser refuses, leave it selected. */
async function copy(panel, field) {
  field.focus();
  field.select();
  let isDone = false;
  try {
    await navigator.clipboard.writeText(field.value);
    isDone = true;
  } catch {
    isDone = document.execCommand("copy");
  }
  part(panel, "share-told").textContent = isDone ? panel.dataset.copied : panel.dataset.failed;
  return isDone;
}

async function shorten(panel) {
  const button = part(panel, "share-shorten");
  const { view } = panel;
  button.disabled = true;
  try {
    const answer = await fetch(panel.dataset.permalink, {
      method: "POST", body: new URLSearchParams({ to: view }),
    });
    if (!answer.ok) throw new Error(String(answer.status));
    const { path } = await answer.json();
    if (panel.view !== view) return;
    const field = part(panel, "share-short");
    const copyButton = panel.querySelector("[data-copy='share-short']");
    field.value = (panel.dataset.base || location.origin) + path;
    field.hidden = copyButton.hidden = false;
    button.hidden = true;
    copyButton.focus();
    draw(panel, path); // a short link makes a code that phones read from farther away
  } catch {
    part(panel, "share-told").textContent = panel.dataset.unsaved;
  } finally {
    button.disabled = false;
  }
}

function wire(panel) {
  for (const button of panel.querySelectorAll("[data-copy]")) {
    const field = part(panel, button.dataset.copy);
    button.addEventListener("click", async () => {
      if (await copy(panel, field)) button.focus();
    });
    button.hidden = field.hidden;
  }
  part(panel, "share-embed").hidden = false;
  if (!panel.dataset.permalink) return;
  part(panel, "share-short-box").hidden = false;
  part(panel, "share-shorten").addEventListener("click", () => shorten(panel));
}

/** Read another page of this site; nothing in it runs. */
function read(address) {
  return new Promise((done, fail) => {
    const request = new XMLHttpRequest();
    request.open("GET", address);
    request.responseType = "document";
    request.addEventListener("load", () => (
      request.status === 200 && request.response ? done(request.response)
        : fail(new Error(`${request.status} ${address}`))));
    request.addEventListener("error", fail);
    request.send();
  });
}

/** Take the panel out of the share page and make a dialog of it, dressed before it is shown. */
async function make(address, opener) {
  const page = await read(address);
  const panel = document.importNode(page.getElementById("share-panel"), true);
  const style = document.createElement("link");
  style.rel = "stylesheet";
  style.href = page.querySelector("link[data-share]").getAttribute("href");
  await new Promise((done) => {
    style.addEventListener("load", done);
    style.addEventListener("error", done);
    document.head.append(style);
  });
  const made = document.createElement("dialog");
  made.className = "share-dialog";
  made.setAttribute("aria-labelledby", "share-title");
  const close = document.createElement("button");
  close.type = "button";
  close.className = "close";
  close.textContent = "×";
  close.setAttribute("aria-label", opener.dataset.close);
  close.addEventListener("click", () => made.close());
  made.append(close, panel);
  // A press beside the panel closes it; keys pressed in it are none of the map's.
  made.addEventListener("click", (event) => event.target === made && made.close());
  made.addEventListener("keydown", (event) => event.stopPropagation());
  made.addEventListener("close", () => opener.focus());
  document.body.append(made);
  wire(panel);
  return made;
}

/** Show the panel of the view that is on the screen; `opener` leads to the share page. */
export async function openShare(opener) {
  dialog = dialog || await make(opener.href, opener);
  const panel = dialog.querySelector(".share");
  fill(panel, viewOf(location));
  if (!dialog.open) dialog.showModal();
  panel.querySelector("[data-copy='share-link']").focus();
}

// The share page itself: about the page's view as it opens.
const own = document.getElementById("share-panel");
if (own) {
  wire(own);
  const { pathname } = new URL(own.dataset.page, location.href);
  fill(own, { path: pathname, query: viewOf(location).query });
}
