// The page's one socket: says hello with the numbers that the page has, comes back by itself
// after any cut, and never claims to be live when it is not. Protocol: docs/realtime.md.

const VERSION = 1;
const SIGNED_OUT = 4401;
const BACK_OFF = { first: 700, most: 30_000 };
const HEARTBEAT = 25_000; // a sleeping network says nothing: ask
const PATIENCE = 8_000; // for any frame after asking
const NO_LONGER_RETRYING = 12_000; // then the page is honest about being out of date

const hearers = new Map();
const shown = { cases: new Map(), inbox: false, home: false };
let url, tell, socket, greeted = false, refused = 0, attempts = 0;
let comeBack, heartbeat, patience, worry;
let lastHeard = 0; // when: at first, when the page was asked for

/** Hear the frames of one type. */
export function on(type, hearer) {
  if (!hearers.has(type)) hearers.set(type, new Set());
  hearers.get(type).add(hearer);
}

/** Follow a case from the number that the page shows, until start(). */
export function follow(reference, last) {
  shown.cases.set(reference, last);
}

/** The page shows a list: "inbox" or "home". */
export function list(kind) {
  shown[kind] = true;
}

/** Send a frame if the socket is up; whether it was. */
export function send(frame) {
  if (!isUp()) return false;
  socket.send(JSON.stringify(frame));
  return true;
}

/** Whether the server has answered hello on this very socket. */
export const isUp = () => greeted && socket?.readyState === WebSocket.OPEN;

/** Open the socket and keep it; `show` is told: live, slow, retrying, offline or ended. */
export function start(address, show) {
  url = new URL(address, location.href);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  tell = show;
  open();
  addEventListener("online", wake);
  addEventListener("offline", () => tell("offline"));
  addEventListener("pageshow", (event) => event.persisted && wake());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") wake();
  });
}

function open() {
  clearTimeout(comeBack);
  greeted = false;
  const mine = (socket = new WebSocket(url));
  mine.addEventListener("open", () => hello(mine));
  mine.addEventListener("message", (event) => mine === socket && hear(JSON.parse(event.data)));
  mine.addEventListener("close", (event) => mine === socket && lost(event.code));
  expectSomething();
}

function hello(mine) {
  const frame = { v: VERSION, type: "hello", cases: Object.fromEntries(shown.cases) };
  if (shown.inbox || shown.home) {
    // what happened to the lists since we last heard anything is told once, in answer
    Object.assign(frame, { inbox: shown.inbox, home: shown.home, since: age() });
  }
  mine.send(JSON.stringify(frame));
}

const age = () => Math.min(2_000_000_000, Math.ceil(performance.now() - lastHeard));

function hear(frame) {
  clearTimeout(patience);
  if (frame.type === "state") {
    refused = attempts = 0;
    greeted = true;
    clearTimeout(worry);
    worry = undefined;
    tell(frame.live === "on" ? "live" : "slow");
    beat();
  }
  lastHeard = performance.now();
  if (frame.type === "events") shown.cases.set(frame.case, frame.last);
  for (const hearer of hearers.get(frame.type) ?? []) hearer(frame);
}

function beat() {
  clearInterval(heartbeat);
  heartbeat = setInterval(ask, HEARTBEAT);
}

function ask() {
  if (send({ type: "ping" })) expectSomething();
}

function expectSomething() {
  clearTimeout(patience);
  patience = setTimeout(() => giveUp(), PATIENCE);
}

function giveUp() {
  const dead = socket;
  socket = undefined;
  dead?.close();
  lost(1006);
}

function lost(code) {
  clearInterval(heartbeat);
  clearTimeout(patience);
  greeted = false;
  socket = undefined;
  if (code === SIGNED_OUT && ++refused > 1) return tell("ended");
  // the session may only have changed its key: ask once more before saying that it is over
  worry ??= setTimeout(() => tell("offline"), NO_LONGER_RETRYING);
  tell(navigator.onLine ? "retrying" : "offline");
  const longest = Math.min(BACK_OFF.most, BACK_OFF.first * 2 ** attempts++);
  comeBack = setTimeout(open, longest * (0.5 + Math.random() / 2)); // not all at the same time
}

// back from sleep, from another tab, on the network again: do not wait for a timer
function wake() {
  refused = Math.min(refused, 1); // perhaps one has signed in again beside this page
  if (!socket) {
    attempts = 0;
    open();
  } else ask();
}
