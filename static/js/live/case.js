// A case on the page: its events make the page fetch what changed (htmx), what was read is
// told, and one sees that the other side is writing.

import { follow, on, send } from "./socket.js";

const TOGETHER = 80; // what comes within this time is fetched at once
const TYPING_LASTS = 5_000;
const SEEN_EVERY = 1_000;

const fire = (name, detail) =>
  document.body.dispatchEvent(new CustomEvent(name, { detail, bubbles: true }));

class LiveCase {
  constructor(part) {
    this.reference = part.dataset.liveCase;
    this.last = Number(part.dataset.liveLast) || 0;
    this.told = 0;
    this.news = [];
    follow(this.reference, this.last);
  }

  happened({ events, last }) {
    this.last = Math.max(this.last, last);
    this.news.push(...events);
    clearTimeout(this.soon);
    this.soon = setTimeout(() => {
      fire("live:case", { reference: this.reference, events: this.news.splice(0) });
      this.seen();
    }, TOGETHER);
    if (events.some((event) => event.kind === "message")) quiet(this.reference);
  }

  seen() {
    if (document.visibilityState !== "visible" || this.told >= this.last || this.saying) return;
    const frame = { type: "seen", case: this.reference, number: this.last };
    if (send(frame)) this.told = frame.number;
    this.saying = setTimeout(() => {
      this.saying = undefined;
      this.seen();
    }, SEEN_EVERY);
  }
}

const cases = new Map();
for (const part of document.querySelectorAll("[data-live-case]")) {
  const live = new LiveCase(part);
  cases.set(live.reference, live);
}

const typing = new Map();
const sign = (reference) =>
  document.querySelector(`[data-typing="${CSS.escape(reference)}"]`) ??
  document.querySelector('[data-typing=""]');

function writing(reference) {
  const words = sign(reference);
  if (!words) return;
  clearTimeout(typing.get(reference));
  if (!words.textContent) words.textContent = words.dataset.words ?? "";
  typing.set(reference, setTimeout(quiet, TYPING_LASTS, reference));
}

function quiet(reference) {
  clearTimeout(typing.get(reference));
  const words = sign(reference);
  if (words) words.textContent = "";
}

on("events", (frame) => cases.get(frame.case)?.happened(frame));
on("typing", (frame) => writing(frame.case));
on("read", ({ case: reference, side, number }) => fire("live:read", { reference, side, number }));
on("state", () => cases.forEach((live) => live.seen()));
document.addEventListener("visibilitychange", () => cases.forEach((live) => live.seen()));
