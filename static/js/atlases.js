/* All maps of the page as one: a view of two cities is two maps with linked zoom. */
import { L, lang } from "./dom.js";

const LISTS = ["cities", "districts", "structures", "belts", "links", "sites", "scenarios",
  "targets", "measures", "fund"];

export class Atlases {
  /** `list` holds the `map.atlas` of each map, ready. */
  constructor(list) {
    this.list = list;
    this.maps = list.map((atlas) => atlas.map);
    this.data = { ...list[0].data };
    for (const key of LISTS) this.data[key] = list.flatMap((atlas) => atlas.data[key]);
    this.data.units = Object.assign({}, ...list.map((atlas) => atlas.data.units));
    this.data.layers = this._layers();
    this.district = new Map(this.data.districts.map((row) => [row.id, row]));
    this.site = new Map(this.data.sites.map((row) => [row.id, row]));
    this.selection = null;
    this.edition = null;
    this._links();
  }

  /** Layers that several maps have are one entry with all their members, in drawing order. */
  _layers() {
    const found = new Map();
    for (const spec of this.list.flatMap((atlas) => atlas.data.layers)) {
      const known = found.get(spec.id);
      if (known) known.members = [...known.members, ...spec.members];
      else found.set(spec.id, { ...spec });
    }
    return [...found.values()];
  }

  text(row) {
    if (Array.isArray(row)) return row[lang === "en" ? 1 : 0];
    return row[lang];
  }

  inEdition(evidence) {
    return this.list[0].inEdition(evidence);
  }

  /** The specialisations of a district that the chosen edition states. */
  stated(district) {
    return district.spec.filter((row) => this.inEdition(row.e));
  }

  /** What a district shows now: `painted`, `unlisted` or `plain`. */
  state(district) {
    return this.ownerOf("district", district.id).ground.state(district);
  }

  isOn(id) {
    return this._having(id).some((atlas) => atlas.map.hasLayer(atlas.layers[id]));
  }

  turn(id, on) {
    for (const { map, layers } of this._having(id)) {
      if (map.hasLayer(layers[id]) !== on) map[on ? "addLayer" : "removeLayer"](layers[id]);
    }
  }

  setOpacity(id, opacity) {
    for (const { layers } of this._having(id)) layers[id].setOpacity(opacity);
  }

  setEdition(edition) {
    this.edition = edition;
    for (const atlas of this.list) atlas.setEdition(edition);
  }

  /** The map that shows something; the first one for what belongs to no city. */
  ownerOf(kind, id) {
    const has = {
      __proto__: null, // the kind may come from an address
      district: (atlas) => atlas.district.has(id),
      site: (atlas) => atlas.site.has(id),
      belt: (atlas) => atlas.data.belts.some((row) => row.id === id),
    }[kind];
    return (has && this.list.find(has)) || this.list[0];
  }

  /** Select something (or nothing); `told(selection)` listeners hear of it. */
  select(kind, id) {
    this.ownerOf(kind, id).select(kind, id);
  }

  /** Call `told` whenever a map reports a selection, after outlines elsewhere are gone. */
  onSelect(told) {
    for (const atlas of this.list) {
      atlas.map.on("atlas:select", ({ kind, id }) => {
        this.selection = kind ? { kind, id } : null;
        for (const other of this.list) if (other !== atlas) other.outline(kind, id);
        told(this.selection);
      });
    }
  }

  on(events, listener) {
    for (const map of this.maps) map.on(events, (event) => listener(event, map));
  }

  _having(id) {
    return this.list.filter((atlas) => atlas.layers[id]);
  }

  /** Zooming one map zooms the others by as much; what we do ourselves (`quietly`) does not. */
  _links() {
    const before = new Map(this.maps.map((map) => [map, map.getZoom()]));
    for (const map of this.maps) {
      map.on("zoomend", () => {
        const by = map.getZoom() - before.get(map);
        before.set(map, map.getZoom());
        if (this.isQuiet || !by) return;
        this.quietly(() => {
          for (const other of this.maps) {
            if (other !== map) other.setZoom(other.getZoom() + by, { animate: false });
          }
        });
      });
    }
  }

  /** Move maps without this counting as a move of the reader's. */
  quietly(move) {
    this.isQuiet = true;
    move();
    this.isQuiet = false;
  }

  /** Whether each map would still show its cities, or the ground beside them. */
  isAround(centres) {
    return this.list.every(({ data }, index) => extent(data).pad(1).contains(centres[index]));
  }

  /** Zoom so that each map shows the whole of its cities. */
  home() {
    for (const { map, data } of this.list) L.atlas.home(map, extent(data));
  }
}

function extent(data) {
  return L.latLngBounds(data.cities.flatMap((city) => {
    const [south, west, north, east] = city.bounds;
    return [[south, west], [north, east]];
  }));
}
