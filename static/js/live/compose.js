// The message box: nothing typed is lost, nothing is sent twice.
// A message goes by the socket, or by the form's own address when the socket is away; each has
// an act id made here, so that the server takes it once, however often it arrives.

import { isUp, on, send } from "./socket.js";
import { drafts, outbox } from "./kept.js";

const PAUSE = 1_200; // of typing, before a draft is kept by the server
const TYPING_EVERY = 3_000;
const ANSWER_WITHIN = 6_000;
const SOCKET_WITHIN = 2_500;
const THREAD_WITHIN = 2_000;
const WORTH_SAYING = 1_000; // a message that leaves sooner was never "not sent yet"
const AGAIN = new Set(["again", "too_fast"]); // refusals that time heals

class Composer {
  constructor(form) {
    this.form = form;
    this.case = form.dataset.case;
    this.text = form.querySelector("textarea");
    this.waiting = new Map(); // act → timer
    this.list = document.querySelector("[data-unsent-list]");
    this.words = form.querySelector("[data-compose-refused]");
    this.listen();
    this.restore();
  }

  listen() {
    this.form.addEventListener("submit", (event) => this.submit(event));
    this.text.addEventListener("input", () => this.typed());
    this.text.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      this.form.requestSubmit();
    });
    addEventListener("pagehide", () => this.keep());
    on("state", () => this.sendAgain());
    on("said", ({ act }) => this.sent(act));
    on("refused", ({ act, why }) => act && this.refused(act, why));
    addEventListener("online", () => this.flush());
  }

  restore() {
    const typed = drafts.get(this.case);
    if (typed && !this.text.value) {
      this.text.value = typed;
      this.text.dispatchEvent(new Event("input", { bubbles: true }));
    }
    for (const message of outbox.of(this.case)) this.show(message);
    if (outbox.of(this.case).length) setTimeout(() => this.flush(), SOCKET_WITHIN);
  }

  submit(event) {
    const body = this.text.value.trim();
    const files = [...this.form.querySelectorAll("input[type=file]")].some((f) => f.files.length);
    if (files || !body) {
      drafts.forget(this.case); // the form goes as a form: its answer is a page
      return;
    }
    event.preventDefault();
    const message = { act: newAct(), case: this.case, body };
    if (!outbox.add(message)) return this.form.submit(); // no storage here: as a plain form
    this.text.value = "";
    this.text.dispatchEvent(new Event("input", { bubbles: true }));
    this.forgetDraft();
    this.say("");
    this.show(message);
    this.text.focus();
    this.flush();
  }

  // send what waits, each once at a time
  flush() {
    for (const message of outbox.of(this.case)) {
      if (this.waiting.has(message.act)) continue;
      const { act, body } = message;
      const frame = { type: "say", case: this.case, act, body };
      const bySocket = isUp() && send(frame);
      const patience = bySocket ? ANSWER_WITHIN : SOCKET_WITHIN;
      this.waiting.set(act, setTimeout(() => this.post(message), patience));
    }
  }

  // the socket is back: what was to go another way goes by it
  sendAgain() {
    for (const [act, timer] of this.waiting) if (timer !== undefined) this.settle(act);
    this.flush();
  }

  // no answer on the socket: the form's address takes the same message, with the same act
  async post(message) {
    this.waiting.delete(message.act);
    if (!outbox.has(message.act)) return;
    if (isUp()) return this.flush();
    this.waiting.set(message.act, undefined);
    const body = new FormData();
    body.set("csrfmiddlewaretoken", this.token());
    body.set("act", message.act);
    body.set(this.text.name, message.body);
    try {
      const answer = await fetch(this.form.action, {
        method: "POST",
        body,
        headers: { Accept: "application/json" },
      });
      if (answer.status === 204) this.sent(message.act); // a page would be another answer: who are you?
    } catch {
      // the network is away: it waits here
    }
    this.waiting.delete(message.act);
  }

  sent(act) {
    this.settle(act);
    outbox.remove(act);
    const item = this.find(act);
    if (!item) return;
    item.querySelector("[data-mark]").hidden = true;
    // it leaves when the thread shows it, so that the eye does not lose it
    const leave = () => item.remove();
    document.body.addEventListener("htmx:afterSettle", leave, { once: true });
    setTimeout(leave, THREAD_WITHIN);
  }

  refused(act, why) {
    if (!outbox.has(act)) return;
    this.settle(act);
    if (AGAIN.has(why)) {
      this.waiting.set(act, setTimeout(() => {
        this.waiting.delete(act);
        this.flush();
      }, 3_000));
      return;
    }
    // it will never be taken: the words go back to who wrote them
    const { body } = outbox.remove(act);
    this.find(act)?.remove();
    this.text.value = [body, this.text.value].filter(Boolean).join("\n\n");
    this.text.dispatchEvent(new Event("input", { bubbles: true }));
    this.say(this.words?.dataset.refused ?? "");
  }

  settle(act) {
    clearTimeout(this.waiting.get(act));
    this.waiting.delete(act);
  }

  typed() {
    const typed = this.text.value;
    drafts.keep(this.case, typed);
    clearTimeout(this.pause);
    this.pause = setTimeout(() => this.keep(), PAUSE);
    if (!typed.trim() || performance.now() - (this.signed ?? -TYPING_EVERY) < TYPING_EVERY) return;
    this.signed = performance.now();
    send({ type: "typing", case: this.case });
  }

  // the server keeps the draft too: it can be found again on another device
  async keep() {
    clearTimeout(this.pause);
    const typed = this.text.value;
    if (typed === (this.kept ?? this.text.defaultValue)) return;
    const body = new FormData();
    body.set("csrfmiddlewaretoken", this.token());
    body.set(this.text.name, typed);
    try {
      const headers = { "X-Draft": "1" };
      const options = { method: "POST", body, headers, keepalive: true };
      if ((await fetch(this.form.action, options)).ok) this.kept = typed;
    } catch {
      this.pause = setTimeout(() => this.keep(), 10_000);
    }
  }

  forgetDraft() {
    clearTimeout(this.pause);
    drafts.forget(this.case);
    this.kept = ""; // the server forgets it with the message
  }

  show({ act, body }) {
    const model = document.querySelector("template[data-unsent]");
    if (!model || !this.list || this.find(act)) return;
    const item = model.content.cloneNode(true).firstElementChild;
    item.dataset.act = act;
    item.querySelector("[data-body]").textContent = body;
    this.list.append(item);
    setTimeout(() => {
      if (outbox.has(act)) item.querySelector("[data-mark]").hidden = false;
    }, WORTH_SAYING);
  }

  find(act) {
    return this.list?.querySelector(`[data-act="${CSS.escape(act)}"]`);
  }

  say(words) {
    if (!this.words) return;
    this.words.textContent = words;
    this.words.hidden = !words;
  }

  token() {
    return this.form.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
  }
}

function newAct() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

for (const form of document.querySelectorAll("form[data-compose]")) new Composer(form);
