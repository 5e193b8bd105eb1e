/*
 * Starts the page once the districts are painted: until then nothing of it (modules, fonts) may
 * compete with what the map needs, and what stands around it takes no layout. The rest is named in
 * the head by `<link data-later="…">`.
 */

/** A text of the page; `dom.js`, which reads them for all others, may be what did not arrive. */
const t = (key) => JSON.parse(document.getElementById("strings").textContent)[key];

/** Say on the page that its scripts did not arrive. */
function fail() {
  document.documentElement.dataset.painted = "true";
  document.getElementById("loading").hidden = true;
  const hint = document.getElementById("hint");
  hint.textContent = t("scriptsFailed");
  hint.hidden = false;
}

function rest() {
  document.documentElement.dataset.painted = "true";
  for (const link of document.querySelectorAll("link[data-later]")) link.rel = link.dataset.later;
  import("./main.js").catch((error) => {
    console.warn("atlas:", error);
    fail();
  });
}

/** The picture of the server stays where the map that was to replace it cannot be drawn. */
function keepPicture(node) {
  node.parentElement.dataset.undrawn = "true";
}

const nodes = [...document.querySelectorAll(".folium-map")];
const maps = nodes.map((node) => window[node.id]);
if (maps.every((map) => map && map.atlas)) {
  // Two frames: one in which the paths are made, one in which they have been drawn.
  Promise.allSettled(maps.map((map) => map.atlas.ready))
    .then((found) => {
      nodes.forEach((node, index) => found[index].status === "rejected" && keepPicture(node));
      requestAnimationFrame(() => requestAnimationFrame(rest));
    });
} else {
  nodes.forEach(keepPicture);
  fail();
}
