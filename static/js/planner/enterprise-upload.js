/*
 * Sending files of any size: slice by slice, with progress, pause, and going on where it broke off,
 * also after the page was closed. Without this script the form sends one smaller file at once.
 */
import { csrfToken, send } from "./page.js";

const RETRY_MS = 2000;
const LEAST_SLICE = 256 * 1024;
const MIB = 1024 * 1024;

for (const form of document.querySelectorAll("form.e-send")) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    new Sending(form).run();
  });
}

/** One upload of all chosen files, one after the other. */
class Sending {
  constructor(form) {
    this.form = form;
    this.files = [...form.querySelector("input[type=file]").files].sort((a, b) => (a.name < b.name ? -1 : 1));
    this.box = form.querySelector(".e-sending");
    this.bar = form.querySelector("progress");
    this.told = form.querySelector("[role=status]");
    this.pause = form.querySelector("[data-pause]");
    this.button = form.querySelector("[data-send]");
    this.total = this.files.reduce((sum, file) => sum + file.size, 0);
    this.isPaused = false;
    this.wake = () => {};
  }

  async run() {
    this.box.hidden = false;
    this.button.hidden = true;
    const words = [this.pause.textContent, this.pause.dataset.go];
    this.pause.onclick = () => {
      this.isPaused = !this.isPaused;
      this.pause.textContent = words[Number(this.isPaused)];
      if (this.isPaused) this.tell("paused");
      this.wake();
    };
    try {
      const about = await this.begin();
      this.received = about.received;
      for (const [number, file] of this.files.entries()) await this.sendFile(about.upload, number, file);
      location.assign(about.page);
    } catch (error) {
      this.told.textContent = error.said || this.told.dataset.failed;
      this.button.hidden = false;
      this.pause.hidden = true;
    }
  }

  /** Announce the files; the server knows those that it has parts of. */
  begin() {
    const files = this.files.map(({ name, size, lastModified }) => ({ name, size, modified: lastModified }));
    return this.insist(() => send(this.form.dataset.begin, { files }));
  }

  async sendFile(address, number, file) {
    // Slices are small where files are, so that something is seen to move.
    const size = Math.max(LEAST_SLICE, Math.min(Number(this.form.dataset.slice), Math.ceil(file.size / 40)));
    while (this.received[number] < file.size) {
      await this.unpaused();
      const offset = this.received[number];
      const body = file.slice(offset, offset + size);
      const answer = await this.insist(() => this.post(`${address}/${number}?offset=${offset}`, body));
      this.received[number] = answer.received;
      if (!this.isPaused) this.tell("told");
    }
  }

  async post(address, body) {
    const headers = { "Content-Type": "application/octet-stream", Accept: "application/json", "X-CSRFToken": csrfToken() };
    const answer = await fetch(address, { method: "POST", body, headers });
    const isJson = (answer.headers.get("Content-Type") || "").includes("json");
    return { status: answer.status, data: isJson ? await answer.json() : null };
  }

  /** Do something until the server answers; 409 says how much is there, which is an answer, too. */
  async insist(act) {
    for (;;) {
      let answer = null;
      try {
        answer = await act();
      } catch {
        // offline, or the server starts anew
      }
      if (answer && (answer.status < 400 || answer.status === 409)) return answer.data;
      if (answer && answer.status < 500 && answer.status !== 408 && answer.status !== 429) {
        throw Object.assign(new Error(), { said: answer.data && answer.data.error });
      }
      this.tell("lost");
      await new Promise((done) => { this.wake = done; setTimeout(done, RETRY_MS); });
      await this.unpaused();
    }
  }

  async unpaused() {
    while (this.isPaused) await new Promise((done) => { this.wake = done; });
  }

  tell(key) {
    const done = (this.received || []).reduce((sum, bytes) => sum + bytes, 0);
    this.bar.value = this.total ? done / this.total : 1;
    const told = (bytes) => (bytes / MIB).toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 });
    this.told.textContent = this.told.dataset[key].replace("{done}", told(done)).replace("{total}", told(this.total));
  }
}
