// The live client starts here: one socket for the page, and only the parts that this page has.
// Without it, or before it has loaded, everything on the page works by plain forms and reloads.

import { start } from "./socket.js";
import { show } from "./state.js";

const { body } = document;
const cases = document.querySelector("[data-live-case]");
const lists = document.querySelector("[data-live-inbox], [data-live-home]");
const forms = document.querySelectorAll("form[data-compose]");

if ((cases || lists) && "WebSocket" in window) {
  const parts = [];
  if (cases) parts.push(import("./case.js"));
  if (lists) parts.push(import("./inbox.js"));
  if (forms.length) parts.push(import("./compose.js"));
  // what the parts want to know goes into the first hello
  Promise.allSettled(parts).then(() => start(body.dataset.liveUrl || "/direct/", show));
}
