/* The page around the Folium map: one place that wires its parts together. */
import { Atlases } from "./atlases.js";
import { $, L, settings } from "./dom.js";
import { showDetails } from "./details.js";
import { Legend } from "./legend.js";
import { wireMeasure } from "./measure.js";
import { wireSearch } from "./search.js";
import { isNarrow, openSheet, wireSheets } from "./sheets.js";
import { History, readState, writeState } from "./state.js";
import { wireStatus } from "./status.js";
import { Toggles } from "./toggles.js";
import { wireTools } from "./tools.js";
import { Viewpoint } from "./viewpoint.js";

function start(atlas) {
  const toggles = new Toggles(atlas, changed);
  const legend = new Legend(toggles);
  toggles.update = () => {
    toggles.count();
    legend.update();
  };
  const { basemap, setDatum } = wireStatus(atlas, changed);
  const viewpoint = new Viewpoint(atlas, () => history.save(false));

  const collect = () => ({
    ...toggles.collect(),
    sel: atlas.selection ? `${atlas.selection.kind}:${atlas.selection.id}` : "",
    edition: atlas.edition,
    at: viewpoint.isMoved ? viewpoint.write() : "",
    basemap: basemap.get(),
    datum: $("datum").value === "WGS-84" ? "" : $("datum").value,
  });
  const history = new History(collect, apply);

  function changed(isStep) {
    toggles.update();
    history.save(isStep);
  }

  function apply(state) {
    toggles.apply(state);
    editions(state.edition);
    basemap.set(state.basemap);
    setDatum(state.datum);
    viewpoint.apply(state.at);
    const [kind, ...rest] = state.sel.split(":");
    const id = rest.join(":");
    atlas.select(kind || null, id);
    // A link to a place shows it, also where its layer is off and no position is given.
    if (atlas.selection && !state.at) atlas.quietly(() => show(kind, id));
    viewpoint.last = viewpoint.write();
    toggles.update();
  }

  function editions(year) {
    const known = atlas.data.sources.some((source) => source.edition === year);
    atlas.setEdition(known ? year : null);
    for (const button of $("editions").querySelectorAll("button")) {
      button.setAttribute("aria-pressed", String((Number(button.dataset.edition) || null) === atlas.edition));
    }
  }

  /** See to it that something can be seen: its layer on, its place in view. */
  function show(kind, id) {
    const layer = toggles.layerOf(kind, id);
    if (layer) toggles.turn(layer, true);
    if (kind === "site" || kind === "district") viewpoint.approach(kind, id);
  }

  atlas.readAll = () => {
    editions(null);
    showDetails(atlas, atlas.selection);
    changed(true);
  };
  /** Select something and show it; the step back leads to where the reader was before. */
  atlas.visit = (kind, id) => {
    atlas.select(kind, id);
    if (!atlas.selection) return;
    show(kind, id);
    changed(false);
  };

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
    if (atlas.selection && isNarrow()) viewpoint.reveal(selection.kind, selection.id);
  });
  const measure = wireMeasure(atlas.maps);
  atlas.on("click", () => !measure.isActive() && atlas.selection && atlas.select(null));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && atlas.selection) atlas.select(null);
    if (event.key === "/" && !/^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) {
      event.preventDefault();
      $("search").focus();
    }
  });

  if (document.documentElement.dataset.embed) {
    // A frame has no room for the panel; the map itself answers.
    for (const map of atlas.maps) L.atlas.popups(map);
    $("whole").hidden = false;
  }
  wireSearch(atlas, (entry) => goTo(atlas, collect, entry));
  wireTools(atlas, viewpoint);
  wireSheets();
  atlas.quietly(() => {
    for (const map of atlas.maps) map.invalidateSize({ animate: false });
  });
  apply(readState());
  history.start();
  $("loading").hidden = true;
  document.documentElement.dataset.ready = "true";
}

/** Go to something found: here if this view shows it, else on the page of its city. */
function goTo(atlas, collect, entry) {
  const isCity = entry.kind === "city";
  if (!isCity && (!entry.city || atlas.data.cities.some((city) => city.id === entry.city))) {
    atlas.visit(entry.kind, entry.id);
    return;
  }
  const sel = isCity ? "" : `${entry.kind}:${entry.id}`;
  const query = writeState({ ...collect(), sel, at: "" });
  location.assign(settings.atlases[entry.city] + query);
}

const found = [...document.querySelectorAll(".folium-map")].map((node) => window[node.id].atlas);
Promise.all(found.map((atlas) => atlas.ready)).then(
  (list) => start(new Atlases(list)),
  // The map has already said that its data did not load.
  () => { $("loading").hidden = true; },
);
