/* Weights by sliders and numbers, linked; and the weightings: chosen, made, copied, renamed, deleted. */
import { $, el } from "./page.js";
import { percent } from "./table.js";

const STEP_MOST = 100; // a slider's end, unless a number lies beyond

export class Weights {
  constructor(model, { t, canEdit, onLive }) {
    Object.assign(this, { model, t, canEdit, onLive });
    this.lines = [...$("numbers").children].map((node, place) => this._line(node, place));
    for (const node of document.querySelectorAll("#weights-form .r-plain")) node.hidden = true;
    if (canEdit) this._acts();
    $("weighting").addEventListener("change", () => this._choose($("weighting").value || null));
    $("compare").addEventListener("change", () => {
      model.ranking.compare = $("compare").value || null;
      model.changed("ranking");
    });
    this.write();
  }

  _line(node, place) {
    const slide = node.querySelector(".r-slide");
    const field = node.querySelector(".r-number");
    const line = { node, slide, field, share: node.querySelector(".r-share"), id: node.dataset.criterion };
    slide.hidden = false;
    slide.disabled = false;
    slide.addEventListener("input", () => this._set(line, Number(slide.value), slide));
    field.addEventListener("input", () => {
      const number = field.value.trim() === "" ? NaN : Number(field.value);
      const isRight = number >= 0 && Number.isFinite(number);
      field.setAttribute("aria-invalid", String(!isRight));
      if (isRight) this._set(line, number, field);
      else $("weights-note").textContent = this.t("needNumber");
    });
    field.addEventListener("blur", () => this.write());
    field.readOnly = false; // whoever may not save may still try
    slide.setAttribute("aria-label", slide.getAttribute("aria-label"));
    line.place = place;
    return line;
  }

  _set(line, number, from) {
    const row = this.model.own(this.t("defaultName", { n: this.model.weightings.length + 1 }));
    row.how = "numbers";
    row.numbers = { ...row.numbers, [line.id]: number };
    if (from !== line.slide) this._slide(line, number);
    if (from !== line.field) line.field.value = short(number);
    this.model.changed("weightings");
    this.onLive();
  }

  _slide(line, number) {
    if (number > Number(line.slide.max)) line.slide.max = String(Math.ceil(number));
    line.slide.value = String(number);
  }

  _choose(id) {
    this.model.ranking.weighting = id;
    this.model.changed("ranking");
    this.write();
  }

  /** Let buttons of the plain form act at once. */
  _acts() {
    const name = $("plain-name");
    const field = name.querySelector("input");
    $("rename").hidden = false;
    $("rename").addEventListener("click", () => {
      this.model.own(this.t("defaultName", { n: 1 }));
      this.write();
      name.hidden = !name.hidden;
      if (!name.hidden) field.select();
    });
    const take = () => {
      const row = this.model.weighting;
      if (!row || !field.value.trim() || field.value.trim() === row.name) return;
      row.name = field.value.trim();
      this.model.changed("weightings");
      this.write();
    };
    field.addEventListener("change", take);
    field.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== "Escape") return;
      event.preventDefault();
      if (event.key === "Enter") take();
      name.hidden = true;
      $("rename").focus();
    });
    $("weighting-acts").addEventListener("click", (event) => {
      const { value: act } = event.target;
      if (!["add", "copy", "delete"].includes(act)) return;
      event.preventDefault();
      if (act === "delete") this._ask();
      else this._act(act);
    });
    $("delete-weighting").addEventListener("close", ({ target }) => {
      if (target.returnValue === "delete") this._act("delete");
    });
  }

  /** Ask before the weighting in use is deleted; Escape keeps it. */
  _ask() {
    const { weighting } = this.model;
    const box = $("delete-weighting");
    if (!weighting) return;
    $("delete-weighting-title").textContent = box.dataset.title.replace("{name}", () => weighting.name);
    box.returnValue = "";
    box.showModal();
  }

  _act(act) {
    const { model, t } = this;
    const row = model.weighting;
    if (act === "delete") {
      if (row) model.remove(row);
    } else if (act === "copy" && row) model.add({ ...row, name: t("copyName", { name: row.name }).slice(0, 200) });
    else {
      const numbers = Object.fromEntries(model.criteria.map(({ id }) => [id, 50]));
      model.add({ name: t("defaultName", { n: model.weightings.length + 1 }), how: "numbers", numbers, judgements: [] });
    }
    model.changed("weightings", "ranking");
    this.write();
  }

  /** Write everything anew: another weighting is in use. */
  write() {
    const { model } = this;
    const row = model.weighting;
    const numbers = model.numbers();
    const most = Math.max(STEP_MOST, ...numbers.filter((number) => number > 0));
    for (const line of this.lines) {
      const number = numbers[line.place];
      line.slide.max = String(Math.ceil(most));
      line.slide.value = String(number || 0);
      line.field.value = Number.isNaN(number) ? "" : short(number);
      line.field.removeAttribute("aria-invalid");
    }
    this._options($("weighting"), model.ranking.weighting, row ? null : this.t("even"));
    this._options($("compare"), model.ranking.compare, $("compare").options[0].textContent);
    $("plain-name").querySelector("input").value = row ? row.name : "";
    for (const button of document.querySelectorAll("#weighting-acts [value=copy], #weighting-acts [value=delete]")) {
      button.disabled = !row;
    }
    this.onLive();
  }

  _options(select, chosen, empty) {
    select.replaceChildren(
      ...(empty === null ? [] : [el("option", { value: "" }, empty)]),
      ...this.model.weightings.map(({ id, name }) => el("option", { value: id }, name)));
    select.value = chosen || "";
  }

  /** Write what a weight is worth now, and what is wrong with the numbers. */
  shares({ weights, lacking }) {
    for (const line of this.lines) {
      const text = weights ? percent(weights[line.place]) : "—";
      if (line.share.textContent !== text) line.share.textContent = text;
      const spoken = `${line.slide.value} · ${text}`;
      if (line.slide.getAttribute("aria-valuetext") !== spoken) line.slide.setAttribute("aria-valuetext", spoken);
    }
    const text = !weights ? this.t("noWeight")
      : lacking.length ? this.t("lacking", { titles: lacking.map(({ title }) => title).join(" · ") }) : "";
    if ($("weights-note").textContent !== text) $("weights-note").textContent = text;
  }
}

const short = (number) => String(Number(number.toPrecision(6)));
