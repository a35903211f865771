// The desk by keyboard. j and k walk the list (data-queue, its links data-task), Enter opens,
// and a letter presses what carries data-key: c claim, d decide, m message, / search, ? help.
// Nothing happens while one types, or with Ctrl, Alt or the Apple key held.

const TYPING = "input, textarea, select, [contenteditable]";

function walk(step) {
  const tasks = [...document.querySelectorAll("[data-queue] [data-task]")];
  if (!tasks.length) return;
  const here = tasks.findIndex((task) => task === document.activeElement);
  const current = tasks.findIndex((task) => task.hasAttribute("aria-current"));
  const from = here >= 0 ? here : current;
  const next = from < 0 ? (step > 0 ? 0 : tasks.length - 1) : from + step;
  const task = tasks[Math.min(tasks.length - 1, Math.max(0, next))];
  task.focus();
  task.scrollIntoView({ block: "nearest" });
}

function press(key) {
  const target = [...document.querySelectorAll(`[data-key="${CSS.escape(key)}"]`)].find(
    (element) => element.offsetParent !== null,
  );
  if (!target) return false;
  if (target.matches(TYPING)) target.focus();
  else target.click();
  return true;
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (document.querySelector("dialog[open]")) return;
  if (event.target.matches(TYPING)) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  if (event.key === "j") walk(1);
  else if (event.key === "k") walk(-1);
  else if (event.key.length !== 1 || !press(event.key)) return;
  event.preventDefault();
});
