// What one sees and hears when htmx asks the server for a part of the page: the part says it
// is busy, an answer that failed says so in a toast instead of doing nothing, and what changed
// glows once and is announced politely. One file, to spare a phone a request.
// The words are in the page: <template data-toast="failed"> and <template data-toast="offline">.

const toasts = document.querySelector("[data-toasts]");
const LIFE_OF_A_TOAST = 8000;
const PATIENCE = 8000; // then the form may be sent again: its answer may have been a file

function say(kind) {
  const words = document.querySelector(`template[data-toast="${kind}"]`);
  if (!toasts || !words) return;
  const toast = words.content.cloneNode(true).firstElementChild;
  toasts.replaceChildren(toast);
  setTimeout(() => toast.remove(), LIFE_OF_A_TOAST);
}

document.addEventListener("htmx:beforeRequest", ({ detail }) => {
  detail.target?.setAttribute("aria-busy", "true");
});
document.addEventListener("htmx:afterRequest", ({ detail }) => {
  detail.target?.removeAttribute("aria-busy");
});
document.addEventListener("htmx:responseError", () => say("failed"));
document.addEventListener("htmx:sendError", () => say("offline"));
document.addEventListener("htmx:timeout", () => say("offline"));

// A part that is drawn anew while one stands in it: the focus stays on the same link, button or
// field, or else on the part. A keyboard or a screen reader would start again at the top.
let place;
const same = (element) =>
  element.id ? `#${CSS.escape(element.id)}` : element.getAttribute("href") ?? element.name ?? "";
const sameIn = (part, { mark, words }) =>
  [...part.querySelectorAll("a[href], button, input, select, textarea, summary")].find(
    (element) => same(element) === mark && element.textContent.trim() === words,
  );

function leave({ detail }) {
  const part = detail.target, here = document.activeElement;
  if (!part?.id || !part.contains(here) || here === document.body) return;
  place = { part: part.id, mark: same(here), words: here.textContent.trim() };
}

function comeBack({ detail }) {
  if (!place || detail.target?.id !== place.part) return;
  const part = document.getElementById(place.part);
  const element = (part && sameIn(part, place)) ?? part;
  place = undefined;
  if (!element || document.activeElement !== document.body) return;
  if (element === part) part.tabIndex = -1;
  element.focus({ preventScroll: true });
}

for (const kind of ["htmx:beforeSwap", "htmx:oobBeforeSwap"]) document.addEventListener(kind, leave);
for (const kind of ["htmx:afterSettle", "htmx:oobAfterSwap"]) document.addEventListener(kind, comeBack);

// a toast that one has read
document.addEventListener("click", (event) => {
  event.target.closest("[data-dismiss]")?.closest(".notice")?.remove();
});

// A form that is on its way is not sent again by a second, impatient tap.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method === "dialog" || form.hasAttribute("hx-post")) return;
  if (form.dataset.sent) event.preventDefault();
  else {
    form.dataset.sent = "yes";
    form.setAttribute("aria-busy", "true");
    setTimeout(release, PATIENCE, form);
  }
});
function release(form) {
  delete form.dataset.sent;
  form.removeAttribute("aria-busy");
}
// coming back to the page with the browser's arrow makes the form usable again
addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach(release));

// A part that comes with data-glow="Votre dossier est accepté." glows when it lands and its
// sentence is read out. The glow is one second of CSS, none for those who want no motion.
const voice = document.querySelector("[data-announcer]");
const seen = new WeakSet();

function changed(element, sentence) {
  element.classList.remove("glow");
  void element.offsetWidth; // lets the same part glow again
  element.classList.add("glow");
  element.addEventListener("animationend", () => element.classList.remove("glow"), { once: true });
  if (voice && sentence) {
    voice.textContent = "";
    requestAnimationFrame(() => {
      voice.textContent = sentence;
    });
  }
}

document.addEventListener("htmx:load", ({ detail }) => {
  const part = detail.elt;
  const marked = part.matches?.("[data-glow]") ? [part] : [];
  for (const element of [...marked, ...(part.querySelectorAll?.("[data-glow]") ?? [])]) {
    if (seen.has(element) || part === document.body) continue;
    seen.add(element);
    changed(element, element.dataset.glow);
  }
});
