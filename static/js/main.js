/* The page around the Folium map: one place that wires its parts together. */
import { $, hint, L, t } from "./dom.js";
import { showDetails } from "./details.js";
import { Legend } from "./legend.js";
import { wireMeasure } from "./measure.js";
import { wireSearch } from "./search.js";
import { History, readState, writeState } from "./state.js";
import { wireStatus } from "./status.js";
import { isNarrow, openSheet, sheets, Toggles } from "./toggles.js";
import { wireTools } from "./tools.js";

const map = window.map_atlas;

/** Zoom so that the cities fill the stage, beside whatever covers its edges. */
function home(atlas) {
  const bounds = L.latLngBounds(atlas.data.cities.flatMap((city) => {
    const [south, west, north, east] = city.bounds;
    return [[south, west], [north, east]];
  }));
  map.fitBounds(bounds, { animate: false, padding: [12, 12] });
}

function start(atlas) {
  const toggles = new Toggles(atlas, changed);
  const legend = new Legend(toggles);
  const basemap = wireStatus(atlas, changed);
  let moved = false;

  const collect = () => ({
    ...toggles.collect(),
    sel: atlas.selection ? `${atlas.selection.kind}:${atlas.selection.id}` : "",
    edition: atlas.edition,
    at: moved ? view() : "",
    basemap: basemap.get(),
    datum: $("datum").value === "WGS-84" ? "" : $("datum").value,
  });
  const history = new History(collect, apply);

  function view() {
    const { lat, lng } = map.getCenter();
    return [lat.toFixed(4), lng.toFixed(4), map.getZoom()].join(",");
  }

  function changed(isStep) {
    toggles.count();
    legend.update();
    history.save(isStep);
  }

  function apply(state) {
    toggles.apply(state);
    editions(state.edition);
    basemap.set(state.basemap);
    if (state.datum === "GCJ-02") $("datum").value = state.datum;
    const [lat, lng, zoom] = state.at.split(",").map(Number);
    if (state.at && [lat, lng, zoom].every(Number.isFinite)) {
      moved = true;
      map.setView([lat, lng], zoom, { animate: false });
    } else {
      moved = false;
      home(atlas);
    }
    const [kind, ...id] = state.sel.split(":");
    atlas.select(kind || null, id.join(":"));
    toggles.count();
    legend.update();
  }

  function editions(year) {
    const known = atlas.data.sources.some((source) => source.edition === year);
    atlas.setEdition(known ? year : null);
    for (const button of $("editions").querySelectorAll("button")) {
      button.setAttribute("aria-pressed", String((Number(button.dataset.edition) || null) === atlas.edition));
    }
  }

  $("editions").addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    editions(Number(button.dataset.edition) || null);
    showDetails(atlas, atlas.selection);
    changed(true);
  });
  map.on("atlas:select", ({ kind }) => {
    const exists = showDetails(atlas, atlas.selection);
    if (kind && !exists) {
      atlas.selection = null;
      atlas.ground.highlight(null);
    }
    if (isNarrow()) openSheet("details", Boolean(kind));
    history.save(true);
  });
  map.on("click", () => atlas.selection && atlas.select(null));
  map.on("dragend zoomend", () => { moved = true; history.save(false); });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && atlas.selection) atlas.select(null);
    if (event.key === "/" && !/^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) {
      event.preventDefault();
      $("search").focus();
    }
  });

  wireSearch(atlas, (entry) => goTo(atlas, toggles, entry));
  wireMeasure(map);
  wireTools(atlas);
  sheets();
  map.invalidateSize({ animate: false });
  apply(readState());
  // Moves made by us until here are not the reader's.
  moved = Boolean(readState().at);
  history.start();
  $("loading").hidden = true;
  document.documentElement.dataset.ready = "true";
}

/** Go to something found: here if this view shows it, else on the page of its city. */
function goTo(atlas, toggles, entry) {
  const here = !entry.city || atlas.data.cities.some((city) => city.id === entry.city);
  if (!here) {
    const query = writeState({ ...toggles.collect(), sel: `${entry.kind}:${entry.id}` });
    location.assign(location.pathname.replace(/[^/]+$/, entry.city) + query);
    return;
  }
  if (entry.kind === "industry") toggles.turn(`industry-${entry.id}`, true);
  if (entry.kind === "site") {
    const layer = toggles.specs.find((spec) => spec.kind === "sites" && spec.members.includes(entry.id));
    if (layer) toggles.turn(layer.id, true);
    const site = atlas.site.get(entry.id);
    map.setView(site.at, Math.max(map.getZoom(), site.r >= 1000 ? 12 : 15), { animate: false });
  }
  if (entry.kind === "district") {
    map.fitBounds(atlas.ground.parts.get(entry.id).getBounds(), { animate: false, maxZoom: 12 });
  }
  atlas.select(entry.kind, entry.id);
}

function boot() {
  if (!map || !map.atlas) {
    hint(t("searchFailed"));
    return;
  }
  map.atlas.ready.then(start, () => { $("loading").hidden = true; });
}

boot();
