// The tower's figures are drawn anew while one reads them: the focus stays on the same number.

const figures = document.getElementById("figures");
let focused = "";

figures?.addEventListener("htmx:beforeSwap", () => {
  const { activeElement } = document;
  focused = figures.contains(activeElement) ? activeElement.getAttribute("href") : "";
});

figures?.addEventListener("htmx:afterSwap", () => {
  if (!focused) return;
  const links = [...figures.querySelectorAll("a")];
  links.find((link) => link.getAttribute("href") === focused)?.focus({ preventScroll: true });
});
