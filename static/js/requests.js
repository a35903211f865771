// What one sees and hears while htmx asks the server for a part of the page: the part says it
// is busy, and an answer that failed says so in a toast instead of doing nothing.
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
