/* Autosave: what changed is sent after a rest; what could not be sent is kept and tried again. */
import { send } from "./page.js";

const REST_MS = 700;
const RETRY_MS = [2000, 5000, 10000, 30000];

export class Saver {
  /** `collect(parts)` → the parts as they are now; `told(state, details)` hears what happens. */
  constructor({ address, version, collect, told }) {
    Object.assign(this, { address, version, collect, told });
    this.dirty = new Set();
    this.timer = 0;
    this.tries = 0;
    this.isBusy = false;
    this.conflict = null;
    addEventListener("online", () => this.flush());
    addEventListener("beforeunload", (event) => {
      if (this.isPending) event.preventDefault();
    });
  }

  get isPending() {
    return this.dirty.size > 0 || this.isBusy;
  }

  /** Save these parts after a rest. */
  later(parts) {
    for (const part of parts) this.dirty.add(part);
    if (!this.conflict) this._again(REST_MS);
  }

  _again(rest) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), rest);
  }

  /** Save now what is not saved; resolves to whether everything is. */
  async flush() {
    clearTimeout(this.timer);
    if (this.isBusy || this.conflict) return false;
    if (!this.dirty.size) return true;
    const parts = [...this.dirty];
    this.dirty.clear();
    this.isBusy = true;
    this.told("saving");
    let answer = null;
    try {
      answer = await send(this.address, { version: this.version, parts: this.collect(parts) }, { method: "PUT" });
    } catch {
      // Told below: the server did not answer.
    }
    this.isBusy = false;
    return this._answered(answer, parts);
  }

  _answered(answer, parts) {
    if (answer && answer.status === 200) {
      this.version = answer.data.version;
      this.tries = 0;
      if (this.dirty.size) this._again(REST_MS);
      else this.told("saved");
      return !this.dirty.size;
    }
    for (const part of parts) this.dirty.add(part);
    if (answer && answer.status === 409 && answer.data) {
      this.conflict = answer.data;
      this.told("conflict", answer.data);
    } else if (answer && answer.status < 500) {
      this.told("refused", { why: (answer.data && answer.data.error) || String(answer.status) });
    } else {
      this.told("offline");
      this._again(RETRY_MS[Math.min(this.tries, RETRY_MS.length - 1)]);
      this.tries += 1;
    }
    return false;
  }

  /** End a conflict: with `isMine` one's own is saved over the other's, else it is given up. */
  settle(isMine) {
    this.version = this.conflict.version;
    if (!isMine) this.dirty.delete(this.conflict.part);
    this.conflict = null;
    if (this.dirty.size) return this.flush();
    this.told("saved");
    return Promise.resolve(true);
  }
}
