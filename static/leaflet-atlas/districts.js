/* The shared polygons of the districts, and the industries that paint them. */
(function (L) {
  "use strict";

  const { el } = L.atlas;

  /** Below this size (px) a district has no name until the reader zooms in. */
  const TINY = 15;

  /** Polygons that are always there; what stands on them is switched on and off. */
  class Ground {
    constructor(atlas) {
      this.atlas = atlas;
      this.fills = new L.atlas.Fills(atlas);
      this.parts = new Map();
      this.outlines = new Map();
      this.painters = new Map();
      this.opacity = 1;
      this.renderer = L.svg({ padding: 0.6 });
      for (const topology of atlas.topologies) {
        const shapes = topojson.feature(topology, topology.objects.districts);
        L.geoJSON(shapes, {
          renderer: this.renderer,
          className: "atlas-district",
          filter: (feature) => atlas.district.has(String(feature.id)),
          onEachFeature: (feature, part) => this._place(String(feature.id), part),
        }).addTo(atlas.map);
      }
      this.paint();
    }

    _place(adcode, part) {
      const { atlas } = this;
      const district = atlas.district.get(adcode);
      this.parts.set(adcode, part);
      part.bindTooltip(() => tooltip(atlas, district), {
        sticky: true, className: "atlas-tooltip", opacity: 1, direction: "auto",
      });
      part.on("mouseover", () => atlas.map.fire("atlas:hover", { id: adcode }));
      part.on("mouseout", () => atlas.map.fire("atlas:hover", { id: null }));
      part.on("click", (event) => {
        L.DomEvent.stopPropagation(event);
        if (!this.isRead(event.latlng)) atlas.select("district", adcode);
      });
      part.on("add", () => dress(atlas, district, part));
    }

    /** The specialisations of a district that the chosen edition states. */
    stated(district) {
      return district.spec.filter((row) => this.atlas.inEdition(row.e));
    }

    /** Those of them whose industry is switched on. */
    active(district) {
      return this.stated(district).filter((row) =>
        this.atlas.industries.has(this.atlas.data.industries[row.i].id));
    }

    /**
     * How a layer that paints by values of its own shows a district: `{state, fill, figure, told}`
     * (`figure` stands under the name, `told` are lines of text), or null. The last one counts.
     */
    look(district) {
      const painter = [...this.painters.values()].pop();
      return painter ? painter(district) : null;
    }

    /** Whether a layer above the districts answers for this position. */
    isRead(latlng) {
      return Boolean(this.reader && this.reader(latlng));
    }

    /** What a district shows now: `painted`, `unlisted` (文件未列) or `plain`. */
    state(district) {
      if (this.active(district).length) return "painted";
      return this.atlas.industries.size && !this.stated(district).length ? "unlisted" : "plain";
    }

    paint() {
      for (const [adcode, part] of this.parts) {
        const district = this.atlas.district.get(adcode);
        const state = this.state(district);
        const shown = this.active(district).map((row) => row.i);
        const look = this.look(district);
        part.setStyle({
          fillColor: look ? look.fill : state === "plain" ? "var(--atlas-paper)" : this.fills.url(shown),
          fillOpacity: !look && state === "plain" ? 0.9 : this.opacity,
        });
        if (!part._path) continue;
        part._path.dataset.state = look ? look.state : state;
        part._path.setAttribute("aria-label", spoken(this.atlas, district, look));
      }
      this.atlas.map.fire("atlas:painted");
      this.atlas.labels.later();
    }

    setOpacity(opacity) {
      this.opacity = opacity;
      this.paint();
    }

    /** The district at a position, or null (water, or another city). */
    districtAt({ lat, lng }) {
      for (const [adcode, part] of this.parts) {
        if (part.getBounds().contains([lat, lng]) && holds(part.feature.geometry, lng, lat)) {
          return adcode;
        }
      }
      return null;
    }

    /** Outline these districts (adcodes) as the selected ones. */
    highlight(adcodes) {
      for (const [id, part] of this.parts) {
        if (part._path) part._path.classList.toggle("is-selected", adcodes.includes(id));
      }
      this._outline("selected", adcodes, "for-selected", "");
    }

    /** Outline the members of a belt in its colour while its layer is shown ("" ends it). */
    mark(adcodes, colour) {
      for (const adcode of adcodes) {
        const part = this.parts.get(adcode);
        if (!part || !part._path) continue;
        part._path.style.setProperty("--belt", colour);
        part._path.classList.toggle("is-member", Boolean(colour));
      }
      this._outline(adcodes.join(), colour ? adcodes : [], "for-members", colour);
    }

    /**
     * Draw outlines over all districts. The districts themselves stay where they are in the
     * document: moving one last would take it out of the order in which Tab visits them.
     */
    _outline(key, adcodes, className, colour) {
      if (this.outlines.has(key)) this.outlines.get(key).remove();
      const shapes = adcodes.map((id) => this.parts.get(id)).filter(Boolean);
      this.outlines.set(key, L.geoJSON(shapes.map((part) => part.feature), {
        renderer: this.renderer,
        className: `atlas-outline ${className}`,
        interactive: false,
        fill: false,
        color: colour || undefined,
      }).addTo(this.atlas.map));
      // What is selected stays above the members of a belt that is switched on later.
      const selected = this.outlines.get("selected");
      if (selected && key !== "selected") selected.bringToFront();
    }
  }

  /** Whether a polygon holds a position (even-odd rule over all its rings). */
  function holds(geometry, x, y) {
    const polygons = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
    let isInside = false;
    for (const ring of polygons.flat()) {
      for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
        const [xi, yi] = ring[i];
        const [xj, yj] = ring[j];
        if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) isInside = !isInside;
      }
    }
    return isInside;
  }

  function dress(atlas, district, part) {
    const path = part._path;
    path.setAttribute("tabindex", "0");
    path.setAttribute("role", "button");
    path.setAttribute("aria-label", spoken(atlas, district, atlas.ground && atlas.ground.look(district)));
    path.dataset.adcode = district.id;
    L.DomEvent.on(path, "keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      L.DomEvent.stop(event);
      atlas.select("district", district.id);
    });
    L.DomEvent.on(path, "focus", () => part.openTooltip(part.getBounds().getCenter()));
    L.DomEvent.on(path, "blur", () => part.closeTooltip());
  }

  /** What a district is called to those who do not see it. */
  function spoken(atlas, district, look) {
    return [atlas.text(district), ...(look ? look.told : [])].join(atlas.lang === "zh" ? "，" : ", ");
  }

  function tooltip(atlas, district) {
    const look = atlas.ground.look(district);
    if (look) {
      return el("div", {}, el("strong", {}, atlas.text(district)),
        ...look.told.map((line) => el("p", {}, line)));
    }
    const stated = atlas.ground.stated(district);
    const list = el("ul");
    for (const row of stated) {
      const industry = atlas.data.industries[row.i];
      list.append(el("li", {}, L.atlas.swatch(atlas, industry), atlas.text(industry)));
    }
    if (!stated.length) {
      list.append(el("li.is-unlisted", {}, L.atlas.swatch(atlas, null),
        atlas.lang === "zh" ? "文件未列专长" : "no specialisation listed"));
    }
    return el("div", {}, el("strong", {}, atlas.text(district)), list);
  }

  /** Names of the districts, with the marks of what is painted. */
  L.atlas.kinds.districts = L.atlas.Layer.extend({
    draw() {
      const { atlas } = this;
      for (const district of atlas.data.districts) this._label(district);
      if (!this.isTold) atlas.map.on("atlas:painted", this.refreshMarks, this);
      this.isTold = true;
    },
    _label(district) {
      const { atlas, id } = this;
      const marks = el("span.atlas-marks", { "aria-hidden": "true" });
      const name = atlas.lang === "zh" ? district.short : district.sen;
      const node = el("div.atlas-name", {}, el("span", {}, name), marks);
      const part = atlas.ground.parts.get(district.id);
      atlas.labels.add({
        owner: id,
        at: L.latLng(district.at),
        node,
        priority: 100 + (district.km2 || 0) / 1e4,
        zone(latlng) {
          const found = atlas.ground.districtAt(latlng);
          return found === null ? "none" : found === district.id ? "own" : "other";
        },
        isTiny: () => Math.min(...extent(atlas.map, part)) < TINY,
        full: () => fillMarks(atlas, district, marks),
        fits() {
          const [width, height] = extent(atlas.map, part);
          return width > this.width * 1.15 && height > this.height * 1.3;
        },
        compact: () => marks.replaceChildren(),
      });
    },
    refreshMarks() {
      this.atlas.labels.later();
    },
  });

  /** Width and height of a shape on the screen, in px. */
  function extent(map, part) {
    const bounds = part.getBounds();
    const a = map.latLngToLayerPoint(bounds.getNorthWest());
    const b = map.latLngToLayerPoint(bounds.getSouthEast());
    return [b.x - a.x, b.y - a.y];
  }

  function fillMarks(atlas, district, marks) {
    const look = atlas.ground.look(district);
    if (look) {
      marks.replaceChildren(look.figure ? el("b.atlas-figure", {}, look.figure) : "");
      return;
    }
    marks.replaceChildren(
      ...atlas.ground.active(district).map((row) => {
        const industry = atlas.data.industries[row.i];
        const mark = el("i", {}, atlas.text(industry.mark));
        mark.style.setProperty("--hue", industry.colour);
        return mark;
      }),
    );
  }

  /** An industry: it has no shapes of its own, it paints those of the ground. */
  L.atlas.kinds.industry = L.atlas.Layer.extend({
    draw() {},
    onAdd(map) {
      L.atlas.Layer.prototype.onAdd.call(this, map);
      this._switch(true);
    },
    onRemove(map) {
      L.atlas.Layer.prototype.onRemove.call(this, map);
      this._switch(false);
    },
    setOpacity(opacity) {
      this.atlas.ready.then(() => this.atlas.ground.setOpacity(opacity));
    },
    _switch(on) {
      const industry = this.id.replace(/^industry-/, "");
      if (on) this.atlas.industries.add(industry);
      else this.atlas.industries.delete(industry);
      if (this.atlas.ground) this.atlas.ground.paint();
    },
  });

  L.atlas.Ground = Ground;
})(window.L);
