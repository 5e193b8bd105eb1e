/* Where the maps look: the part of a view that the reader moves by hand. */
import { $ } from "./dom.js";
import { isNarrow } from "./sheets.js";

const ROOM = 24; // px kept between what is revealed and the edge

export class Viewpoint {
  /** `changed` is called whenever the reader (or a search) moved a map. */
  constructor(atlas, changed) {
    this.atlas = atlas;
    this.isMoved = false;
    this.last = "";
    atlas.on("moveend", () => {
      // A resized window keeps its centre: that is no move either.
      if (atlas.isQuiet || this.write() === this.last) return;
      this.last = this.write();
      this.isMoved = true;
      changed();
    });
  }

  /** "lat,lng,zoom" of each map, in order. */
  write() {
    return this.atlas.maps.map((map) => {
      const { lat, lng } = map.getCenter();
      return [lat.toFixed(4), lng.toFixed(4), Number(map.getZoom().toFixed(2))].join(",");
    }).join(",");
  }

  /** Look where the address says, or at the whole of each city when it says nothing usable. */
  apply(at) {
    const numbers = at.split(",").map(Number);
    const { atlas } = this;
    const centres = atlas.maps.map((_, index) => numbers.slice(3 * index, 3 * index + 2));
    this.isMoved = numbers.length === 3 * atlas.maps.length && numbers.every(Number.isFinite)
      && atlas.isAround(centres);
    atlas.quietly(() => {
      if (!this.isMoved) atlas.home();
      else {
        atlas.maps.forEach((map, index) =>
          map.setView(centres[index], numbers[3 * index + 2], { animate: false }));
      }
    });
    this.last = this.write();
  }

  /** Bring a selection into the part of its map that no sheet covers. */
  reveal(kind, id) {
    const { atlas } = this;
    const { map, ground } = atlas.ownerOf(kind, id);
    if (kind === "site") this._inside(map, atlas.site.get(id).at);
    if (kind === "district") this._inside(map, ground.parts.get(id).getBounds().getCenter());
  }

  _inside(map, at) {
    const covered = isNarrow() ? $("details").offsetHeight : 0;
    map.panInside(at, {
      paddingTopLeft: [ROOM, ROOM], paddingBottomRight: [ROOM, ROOM + covered], animate: false,
    });
  }

  /** Zoom and move so that a place or district is well seen. */
  approach(kind, id) {
    const { atlas } = this;
    const { map, ground } = atlas.ownerOf(kind, id);
    if (kind === "site") {
      const site = atlas.site.get(id);
      const zoom = Math.max(map.getZoom(), site.r >= 1000 ? 11 : 13);
      const isSeen = map.getZoom() >= zoom && map.getBounds().pad(-0.1).contains(site.at);
      if (!isSeen) map.setView(site.at, zoom, { animate: false });
    }
    if (kind === "district") {
      const bounds = ground.parts.get(id).getBounds();
      if (!map.getBounds().contains(bounds)) map.fitBounds(bounds, { animate: false, maxZoom: 12 });
    }
    this.reveal(kind, id);
  }
}
