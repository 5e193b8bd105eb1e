/* The page around the Folium map: one place that wires its parts together. */
import { Atlases } from "./atlases.js";
import { $ } from "./dom.js";
import { showDetails } from "./details.js";
import { Legend } from "./legend.js";
import { wireMeasure } from "./measure.js";
import { wireSearch } from "./search.js";
import { History, readState, writeState } from "./state.js";
import { wireStatus } from "./status.js";
import { isNarrow, openSheet, sheets, Toggles } from "./toggles.js";
import { wireTools } from "./tools.js";

function start(atlas) {
  const toggles = new Toggles(atlas, changed);
  const legend = new Legend(toggles);
  toggles.update = () => {
    toggles.count();
    legend.update();
  };
  const { basemap, setDatum } = wireStatus(atlas, changed);
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

  /** Each map's centre, and the zoom that they share. */
  function view() {
    const centres = atlas.maps.flatMap((map) => {
      const { lat, lng } = map.getCenter();
      return [lat.toFixed(4), lng.toFixed(4)];
    });
    return [...centres, atlas.maps[0].getZoom()].join(",");
  }

  /** Go where the address says; false when it says nothing usable. */
  function goToView(at) {
    const numbers = at.split(",").map(Number);
    const zoom = numbers.pop();
    if (numbers.length !== 2 * atlas.maps.length || ![...numbers, zoom].every(Number.isFinite)) {
      return false;
    }
    const centres = atlas.maps.map((_, index) => numbers.slice(2 * index, 2 * index + 2));
    if (!atlas.isAround(centres)) return false;
    atlas.maps.forEach((map, index) => map.setView(centres[index], zoom, { animate: false }));
    return true;
  }

  function changed(isStep) {
    toggles.update();
    history.save(isStep);
  }

  function apply(state) {
    toggles.apply(state);
    editions(state.edition);
    basemap.set(state.basemap);
    setDatum(state.datum);
    const isPlaced = goToView(state.at);
    if (!isPlaced) atlas.home();
    moved = isPlaced; // moves made by us are not the reader's
    const [kind, ...id] = state.sel.split(":");
    atlas.select(kind || null, id.join(":"));
    toggles.update();
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
  atlas.onSelect((selection) => {
    if (!showDetails(atlas, selection)) atlas.selection = null;
    if (isNarrow()) openSheet("details", Boolean(atlas.selection));
    history.save(true);
  });
  const measure = wireMeasure(atlas.maps);
  atlas.on("click", () => !measure.isActive() && atlas.selection && atlas.select(null));
  atlas.on("dragend zoomend", () => { moved = true; history.save(false); });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && atlas.selection) atlas.select(null);
    if (event.key === "/" && !/^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) {
      event.preventDefault();
      $("search").focus();
    }
  });

  atlas.visit = (kind, id) => visit(atlas, toggles, kind, id);
  wireSearch(atlas, (entry) => goTo(atlas, toggles, entry));
  wireTools(atlas);
  sheets();
  for (const map of atlas.maps) map.invalidateSize({ animate: false });
  apply(readState());
  history.start();
  $("loading").hidden = true;
  document.documentElement.dataset.ready = "true";
}

/** Select something and see to it that it can be seen: its layer on, its place in view. */
function visit(atlas, toggles, kind, id) {
  if (kind === "industry") toggles.turn(`industry-${id}`, true);
  if (kind === "belt") toggles.turn(`belt-${id}`, true);
  if (kind === "site") {
    const layer = toggles.specs.find((spec) => spec.kind === "sites" && spec.members.includes(id));
    if (layer) toggles.turn(layer.id, true);
    const site = atlas.site.get(id);
    const { map } = atlas.ownerOf("site", id);
    const zoom = Math.max(map.getZoom(), site.r >= 1000 ? 11 : 13);
    if (!map.getBounds().pad(-0.1).contains(site.at) || map.getZoom() < zoom) {
      map.setView(site.at, zoom, { animate: false });
    }
  }
  if (kind === "district") {
    const { map, ground } = atlas.ownerOf("district", id);
    const bounds = ground.parts.get(id).getBounds();
    if (!map.getBounds().contains(bounds)) map.fitBounds(bounds, { animate: false, maxZoom: 12 });
  }
  atlas.select(kind, id);
  toggles.update();
}

/** Go to something found: here if this view shows it, else on the page of its city. */
function goTo(atlas, toggles, entry) {
  if (!entry.city || atlas.data.cities.some((city) => city.id === entry.city)) {
    atlas.visit(entry.kind, entry.id);
    return;
  }
  const query = writeState({ ...toggles.collect(), sel: `${entry.kind}:${entry.id}` });
  location.assign(location.pathname.replace(/[^/]+$/, entry.city) + query);
}

const found = [...document.querySelectorAll(".folium-map")].map((node) => window[node.id].atlas);
Promise.all(found.map((atlas) => atlas.ready)).then(
  (list) => start(new Atlases(list)),
  // The map has already said that its data did not load.
  () => { $("loading").hidden = true; },
);
