// What changed live glows once, and is said politely to those who listen to the page.
// A part that came by htmx and carries data-glow="Votre dossier est accepté." glows when it
// lands; a script may also call changed(element, sentence). The glow itself is one second of
// CSS, and none at all for those who asked for no motion.

const voice = document.querySelector("[data-announcer]");
const seen = new WeakSet();

export function changed(element, sentence = "") {
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
