/* Bottom sheets of narrow screens: one handle each, one open at a time. */
import { $ } from "./dom.js";

export const isNarrow = () => window.matchMedia("(max-width: 820px)").matches;

export function wireSheets() {
  for (const handle of document.querySelectorAll("[data-sheet]")) {
    handle.addEventListener("click", () => openSheet(handle.dataset.sheet, null));
  }
}

/** Open, close (false) or flip (null) a sheet. */
export function openSheet(id, open) {
  for (const name of ["layers", "details"]) {
    const sheet = $(name);
    const wanted = name === id && (open === null ? !sheet.classList.contains("is-open") : open);
    sheet.classList.toggle("is-open", wanted);
    sheet.querySelector("[data-sheet]").setAttribute("aria-expanded", String(wanted));
  }
}
