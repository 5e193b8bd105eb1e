/* The atlas on one map: its data, language, edition filter and selection. */
(function (L) {
  "use strict";

  // A frame (?embed=1) has little about its map, which must be known before the map is laid out.
  if (/[?&]embed=1(&|$)/.test(location.search)) document.documentElement.dataset.embed = "true";

  const SVG = "http://www.w3.org/2000/svg";

  /** Make an element: `el("p.note", {title: "…"}, "text", child, …)`; strings become text. */
  function el(name, attributes, ...children) {
    const [tag, ...classes] = name.split(".");
    const node = document.createElement(tag);
    if (classes.length) node.className = classes.join(" ");
    for (const [key, value] of Object.entries(attributes || {})) {
      if (value !== null && value !== undefined) node.setAttribute(key, value);
    }
    node.append(...children.filter((child) => child !== null && child !== undefined));
    return node;
  }

  /** Make an SVG element with attributes. */
  function svg(tag, attributes) {
    const node = document.createElementNS(SVG, tag);
    for (const [key, value] of Object.entries(attributes || {})) node.setAttribute(key, value);
    return node;
  }

  const links = [...document.querySelectorAll("link[data-atlas]")];

  /** Asked for at once, so that the files arrive while the maps are still being made. */
  const arriving = new Map(links.map((link) => [link, fetchJson(link.href)]));

  async function fetchJson(address) {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(`${answer.status} ${address}`);
    return answer.json();
  }
  for (const file of arriving.values()) file.catch(() => {}); // told by the map that waits for it

  /** Read the data: from the page itself in a saved file, else from the map's preloaded files. */
  async function read(id) {
    const inline = document.getElementById(`atlas-data-${id}`) || document.getElementById("atlas-data");
    if (inline) return JSON.parse(inline.textContent);
    const own = links.filter((link) => link.dataset.atlas === id);
    const [payload, ...topologies] = await Promise.all(own.map((link) => arriving.get(link)));
    return { payload, topologies };
  }

  class Atlas {
    constructor(map, options) {
      this.map = map;
      this.options = options;
      this.lang = options.language === "en" ? "en" : "zh";
      this.layers = {};
      this.industries = new Set();
      this.edition = null;
      this.selection = null;
      this.ready = read(this.options.id).then((data) => this._accept(data));
      this.ready.catch((error) => this._fail(error));
    }

    _accept({ payload, topologies }) {
      this.data = payload;
      this.topologies = topologies;
      this.district = new Map(payload.districts.map((row) => [row.id, row]));
      this.site = new Map(payload.sites.map((row) => [row.id, row]));
      this.spec = new Map(payload.layers.map((row) => [row.id, row]));
      this.labels = new L.atlas.Labels(this);
      this.ground = new L.atlas.Ground(this);
      return this;
    }

    _fail(error) {
      console.warn("atlas:", error);
      const zh = this.lang === "zh";
      this.map.getContainer().append(
        el("p.atlas-notice", { role: "alert" }, zh
          ? "地图数据未能载入。请检查网络后重新打开本页。"
          : "The map data did not load. Check the connection and reload this page."),
      );
      this.map.fire("atlas:error", { error });
    }

    /** The text of a bilingual row, or of a `[zh, en]` pair, in the page's language. */
    text(row) {
      if (Array.isArray(row)) return row[this.lang === "en" ? 1 : 0];
      return row[this.lang];
    }

    /** Whether a row with this evidence is part of the edition that is being read. */
    inEdition(evidence) {
      return this.edition === null || this.data.sources[evidence[0]].edition === this.edition;
    }

    setEdition(edition) {
      if (edition === this.edition) return;
      this.edition = edition;
      for (const layer of Object.values(this.layers)) layer.refresh();
      this.ground.paint();
      this.map.fire("atlas:edition", { edition });
    }

    /** Outline what is selected; a place is ringed also while its layer is off. */
    outline(kind, id) {
      const districts = {
        __proto__: null, // the kind may come from an address
        district: () => [id],
        industry: () => this._specialised(id),
      }[kind];
      this.ground.highlight(districts ? districts() : []);
      this._spotlight(kind === "site" ? this.site.get(id) : null);
    }

    /** The districts that a document gives an industry to. */
    _specialised(industry) {
      const index = this.data.industries.findIndex((row) => row.id === industry);
      return this.data.districts
        .filter((row) => row.spec.some((found) => found.i === index && this.inEdition(found.e)))
        .map((row) => row.id);
    }

    _spotlight(site) {
      if (this.spot) this.spot.remove();
      this.spot = null;
      if (!site) return;
      const options = { className: "atlas-spot", interactive: false };
      this.spot = (site.r >= L.atlas.AREA_FROM_M
        // Dashed as the area itself: a precision is no border.
        ? L.circle(site.at, { ...options, radius: site.r, dashArray: "6 5" })
        : L.circleMarker(site.at, { ...options, radius: 15 })).addTo(this.map);
    }

    /** Select a district or a site (or nothing) and tell the page. */
    select(kind, id) {
      this.selection = kind ? { kind, id } : null;
      this.outline(kind, id);
      this.map.fire("atlas:select", { kind: kind || null, id: id || null });
    }
  }

  /** A layer whose parts are drawn from the shared data once that has arrived. */
  const Layer = L.LayerGroup.extend({
    initialize(atlas, id) {
      L.LayerGroup.prototype.initialize.call(this, [], { atlasId: id });
      this.atlas = atlas;
      this.id = id;
      this.opacity = 1;
      // The districts first: what stands on them is drawn a frame later.
      atlas.ready.then(() => requestAnimationFrame(() => this.refresh()), () => {});
    },
    /** Draw the parts anew; layers implement `draw()`. */
    refresh() {
      const spec = this.atlas.spec.get(this.id);
      this.atlas.labels.drop(this.id);
      this.clearLayers();
      if (spec) this.draw(spec);
      this._dress();
    },
    onAdd(map) {
      L.LayerGroup.prototype.onAdd.call(this, map);
      if (this.atlas.data) this._dress();
    },
    onRemove(map) {
      L.LayerGroup.prototype.onRemove.call(this, map);
      if (this.atlas.data) this.atlas.labels.show(this.id, false);
    },
    setOpacity(opacity) {
      this.opacity = opacity;
      this._dress();
    },
    _dress() {
      const shown = Boolean(this._map);
      this.atlas.labels.show(this.id, shown);
      if (!shown) return;
      this.eachLayer((part) => {
        const node = part.getElement && part.getElement();
        if (node) node.style.opacity = this.opacity;
      });
    },
  });

  const MARGIN = 14; // px about a whole city; that of .picture in css/picture.css

  /** Show all of `bounds`, as large as possible; only later zooms keep to steps. */
  function home(map, bounds) {
    const step = map.options.zoomSnap;
    map.options.zoomSnap = 0;
    map.fitBounds(bounds, { animate: false, padding: [MARGIN, MARGIN] });
    map.options.zoomSnap = step;
  }

  L.atlas = {
    kinds: {},
    home,
    Layer,
    el,
    svg,
    attach(map, options) {
      map.atlas = new Atlas(map, options || {});
      return map.atlas;
    },
    layer(map, kind, id) {
      const layer = new L.atlas.kinds[kind](map.atlas, id);
      map.atlas.layers[id] = layer;
      return layer;
    },
  };
})(window.L);
