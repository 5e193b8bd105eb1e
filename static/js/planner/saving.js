/* What the workbench shows of its saving: the state, both versions of a conflict, undo. */
import { $, el, send } from "./page.js";
import { Saver } from "./save.js";
import { percent } from "./table.js";

const TOLD = { saved: "saved", saving: "saving", conflict: "unsaved", offline: "offline", refused: "refused" };

export class Saving {
  constructor(page, model, { t, onTaken }) {
    Object.assign(this, { page, model, t, onTaken });
    if (!page.canEdit) {
      this._say("", "readOnly");
      return;
    }
    this.saver = new Saver({
      address: page.save,
      version: page.version,
      collect: (parts) => Object.fromEntries(parts.map((part) => [part, model[part]])),
      told: (state, details) => this._told(state, details),
    });
    $("keep-mine").addEventListener("click", () => this._settle(true));
    $("take-theirs").addEventListener("click", () => this._settle(false));
    $("undo").hidden = false;
    $("undo").addEventListener("click", () => this._undo());
  }

  later(parts) {
    if (this.saver) this.saver.later(parts);
  }

  flush() {
    return this.saver ? this.saver.flush() : Promise.resolve(false);
  }

  _told(state, details = {}) {
    $("conflict").hidden = state !== "conflict";
    if (state === "conflict") this._conflict(details);
    this._say(state, TOLD[state], { why: details.why });
  }

  _say(state, key, values) {
    const box = $("saved");
    box.dataset.state = state;
    box.replaceChildren(this.t(key, values));
    if (state === "offline" || state === "refused") {
      box.append(" ", el("button.linkish", { type: "button", onclick: () => this.flush() }, this.t("retry")));
    }
  }

  _conflict({ part, current, yours }) {
    const column = (title, value, beside) => el("div", {}, el("h4", {}, title), this._words(part, value, beside));
    $("conflict-both").replaceChildren(
      column(this.t("mine"), yours, current), column(this.t("theirs"), current, yours));
    $("conflict").focus();
  }

  /** A version of a part in words, as far as it is not the same beside it. */
  _words(part, value, beside) {
    if (part !== "weightings") {
      return el("p", {}, [value.method, value.normalisation, value.weighting].filter(Boolean).join(" · "));
    }
    const same = new Set(beside.map((row) => JSON.stringify(row)));
    return el("ul", {}, value.filter((row) => !same.has(JSON.stringify(row))).map((row) => {
      const { weights } = this.model.weigh(row);
      const shares = this.model.criteria.map(({ title }, place) => `${title} ${weights ? percent(weights[place]) : "—"}`);
      return el("li", {}, el("b", {}, row.name), el("br"), shares.join(" · "));
    }));
  }

  async _settle(isMine) {
    const { model } = this;
    const { part, current } = this.saver.conflict;
    $("conflict").hidden = true;
    if (!isMine) {
      model[part] = current;
      if (!model.weighting) model.ranking.weighting = model.weightings.length ? model.weightings[0].id : null;
      if (!model.compared) model.ranking.compare = null;
    }
    await this.saver.settle(isMine);
    this.onTaken();
  }

  /** Take the project's last change back, once one's own are saved, and show what is there then. */
  async _undo() {
    $("undo").disabled = true;
    if (await this.saver.flush()) {
      const answer = await send(this.page.undo, {}).catch(() => null);
      const isAnswered = answer && answer.status === 200;
      if (isAnswered && answer.data.undone) {
        location.reload();
        return;
      }
      this._say(isAnswered ? "" : "offline", isAnswered ? "undone" : "offline");
    }
    $("undo").disabled = false;
  }
}
