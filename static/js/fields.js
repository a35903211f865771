// Fields that help while one fills them: a text area grows with its text and says how much
// room is left, a drop zone names the files it was given and takes those dropped on it.

function grow(area) {
  if (CSS.supports("field-sizing", "content")) return;
  area.rows = Math.min(14, Math.max(area.dataset.rows ?? 3, area.value.split("\n").length + 1));
}

function count(area) {
  const left = document.querySelector(`[data-count-for="${CSS.escape(area.id)}"]`);
  if (!left || area.maxLength < 0) return;
  const room = area.maxLength - area.value.length;
  left.textContent = left.dataset.words.replace("%", room.toLocaleString("fr"));
  left.hidden = false;
}

document.addEventListener("input", ({ target }) => {
  if (!target.matches?.("textarea")) return;
  grow(target);
  count(target);
});

function name(zone) {
  const files = [...zone.querySelectorAll("input[type=file]")].flatMap((input) => [...input.files]);
  zone.querySelector("[data-chosen]").replaceChildren(
    ...files.map((file) => Object.assign(document.createElement("li"), { textContent: file.name })),
  );
}

document.addEventListener("change", ({ target }) => {
  const zone = target.closest?.("[data-dropzone]");
  if (!zone) return;
  // the camera and the chooser share one name: the last one used is the one that counts
  if (!target.multiple) {
    for (const other of zone.querySelectorAll("input[type=file]")) {
      if (other !== target) other.value = "";
    }
  }
  name(zone);
});

// A file that was chosen is not lost because one forgot to send it: going on sends it first.
document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-after-files] :is(a, button)")) return;
  const chosen = [...document.querySelectorAll("form:not([data-compose]) [data-dropzone] input[type=file]")];
  const waiting = chosen.find((input) => input.files.length);
  if (!waiting) return;
  event.preventDefault();
  waiting.form.requestSubmit();
});

for (const kind of ["dragenter", "dragover", "dragleave", "drop"]) {
  document.addEventListener(kind, (event) => {
    const zone = event.target.closest?.("[data-dropzone]");
    if (!zone) return;
    event.preventDefault();
    zone.classList.toggle("is-over", kind === "dragenter" || kind === "dragover");
    if (kind !== "drop" || !event.dataTransfer.files.length) return;
    const input = zone.querySelector("input[type=file]:not([capture])");
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
}

function ready(root) {
  for (const zone of root.querySelectorAll("[data-dropzone]")) zone.dataset.ready = "";
  for (const area of root.querySelectorAll("textarea")) {
    grow(area);
    count(area);
  }
}
ready(document);
document.addEventListener("htmx:load", ({ detail }) => ready(detail.elt));
