/* The view in the address: what is on, selected, filtered and where; so that a link restores it. */
import { $ } from "./dom.js";

/**
 * A view: `on`/`off` are layer ids that differ from the default, `sel` is "kind:id",
 * `op` maps group ids to percent, `at` is "lat,lng,zoom" once the reader has moved the map.
 */
export function readState() {
  const query = new URLSearchParams(location.search);
  const list = (key) => (query.get(key) || "").split(",").filter(Boolean);
  return {
    on: list("on"),
    off: list("off"),
    sel: query.get("sel") || "",
    edition: Number(query.get("edition")) || null,
    op: Object.fromEntries(list("op").map((pair) => pair.split(":"))),
    at: query.get("at") || "",
    basemap: query.get("basemap") || "",
    datum: query.get("datum") || "",
  };
}

/** Write a view as a query; commas and colons stay readable. */
export function writeState(state) {
  const parts = [];
  const put = (key, value) => {
    if (!value) return;
    parts.push(`${key}=${encodeURIComponent(value).replace(/%2C/g, ",").replace(/%3A/g, ":")}`);
  };
  put("on", state.on.join(","));
  put("off", state.off.join(","));
  put("edition", state.edition && String(state.edition));
  put("sel", state.sel);
  put("op", Object.entries(state.op).map((pair) => pair.join(":")).join(","));
  put("at", state.at);
  put("basemap", state.basemap);
  put("datum", state.datum);
  return parts.length ? `?${parts.join("&")}` : "";
}

/** In a frame the address keeps saying so, or a reload would bring the whole page. */
function framed(query) {
  if (!document.documentElement.dataset.embed) return query;
  return `${query}${query ? "&" : "?"}embed=1`;
}

/** Holds the current view, the address, and the links that keep the view. */
export class History {
  /** `collect` returns the view as it is now; `apply` restores one (from the back button). */
  constructor(collect, apply) {
    this.collect = collect;
    this.paused = true;
    this.links = [...document.querySelectorAll("a[data-keep]")];
    this.bases = this.links.map((link) => link.pathname);
    window.addEventListener("popstate", () => {
      this.paused = true;
      apply(readState());
      this.paused = false;
      this._links();
    });
  }

  start() {
    this.paused = false;
    this.save(false);
  }

  /** Note that the view changed; `isStep` when the back button should return to the last one. */
  save(isStep) {
    if (this.paused) return;
    const query = writeState(this.collect());
    const shown = framed(query);
    if (shown !== location.search) {
      const address = location.pathname + shown + location.hash;
      history[isStep ? "pushState" : "replaceState"](null, "", address);
    }
    this._links();
  }

  /** A city's link keeps layers and filter; the language's link keeps everything. */
  _links() {
    const state = this.collect();
    const general = { ...state, sel: "", at: "" };
    this.links.forEach((link, index) => {
      const query = writeState(link === $("language") || link === $("whole") ? state : general);
      link.setAttribute("href", this.bases[index] + query);
    });
  }
}
