// The list of tasks stays where it was: a case opened from it finds the list at the same height,
// and a live refresh moves neither the scroll nor the focus. A task that arrives glows once.

const list = document.querySelector("[data-queue]");
// On a phone the views are one line, drawn anew with each refresh: the present one stays in sight.
const showView = () => {
  const view = document.querySelector("#views [aria-current]");
  const line = view?.closest("ul");
  if (line) line.scrollLeft = view.offsetLeft - (line.clientWidth - view.offsetWidth) / 2;
};
showView();
document.addEventListener("htmx:oobAfterSwap", showView);

const queue = document.getElementById("queue");
const HEIGHT = `desk.list.height${location.search}`; // each view has its own

if (list) {
  list.scrollTop = Number(sessionStorage.getItem(HEIGHT)) || 0;
  list.querySelector("li:has([aria-current])")?.scrollIntoView({ block: "nearest" });
  addEventListener("pagehide", () => sessionStorage.setItem(HEIGHT, list.scrollTop));
}

const idsOf = () => new Set([...queue.querySelectorAll("li[id]")].map((row) => row.id));
let known = new Set();
let focused = "";

queue?.addEventListener("htmx:beforeSwap", ({ target }) => {
  if (target !== queue) return;
  known = idsOf();
  focused = queue.contains(document.activeElement) ? document.activeElement.closest("li")?.id : "";
});

queue?.addEventListener("htmx:afterSwap", ({ target }) => {
  if (target !== queue) return;
  const arrived = [...queue.querySelectorAll("li[id]")].filter((row) => !known.has(row.id));
  for (const row of arrived) row.dataset.glow = ""; // requests.js lets it glow when it lands
  if (focused) document.getElementById(focused)?.querySelector("a")?.focus({ preventScroll: true });
});
