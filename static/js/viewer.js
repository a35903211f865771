// A document beside the case: a link marked data-view opens it in the dialog of the page instead
// of a new one. On a wide screen the case stays in use beside it; on a phone it covers the page.
// Escape or « Fermer » closes it, and the focus goes back to where it was opened.

const viewer = document.querySelector("[data-viewer]");
const part = (name) => viewer?.querySelector(`[data-viewer-${name}]`);
const WIDE = matchMedia("(min-width: 75rem)"); // as the desk's three panes
const PICTURE = "picture";

let shown = ""; // the address of the document in the viewer

const links = () => [...document.querySelectorAll("a[data-view]")];
const linkTo = (address) => links().find((link) => link.href === address);

// A phone shows no PDF inside a page, or its first sheet alone: there it gets a page of its own.
const fits = (link) =>
  link.dataset.view === PICTURE || (WIDE.matches && navigator.pdfViewerEnabled !== false);

function sheetFor(link) {
  const sheet = document.createElement(link.dataset.view === PICTURE ? "img" : "iframe");
  const words = `${link.dataset.title}, ${link.dataset.name}`;
  if (sheet.tagName === "IMG") sheet.alt = words;
  else sheet.title = words;
  sheet.addEventListener("error", () => (part("wrong").hidden = false));
  sheet.src = sheet.tagName === "IMG" ? link.href : `${link.href}#navpanes=0&view=FitH`;
  return sheet;
}

function show(link) {
  const all = links().filter(fits);
  const rank = all.indexOf(link);
  shown = link.href;
  part("title").textContent = link.dataset.title;
  part("name").textContent = link.dataset.name;
  part("tab").href = link.href;
  part("wrong").hidden = true;
  part("large").hidden = link.dataset.view !== PICTURE;
  enlarge(false);
  part("rank").textContent = `${rank + 1} ${part("rank").dataset.words} ${all.length}`;
  for (const button of viewer.querySelectorAll("[data-viewer-step]"))
    button.disabled = !all[rank + Number(button.dataset.viewerStep)];
  part("sheet").replaceChildren(sheetFor(link));
  for (const other of links()) other.toggleAttribute("data-viewed", other === link);
}

function enlarge(really) {
  part("large").setAttribute("aria-pressed", String(really));
  viewer.classList.toggle("viewer--large", really);
  if (really) part("sheet").tabIndex = 0; // to scroll it by keyboard
  else part("sheet").removeAttribute("tabindex");
}

// Beside the case, it lies on the views and the list: nobody is to get lost behind it.
const cover = (covered) => {
  for (const pane of document.querySelectorAll(".pane--views, .pane--list")) pane.inert = covered;
};

function open(link) {
  show(link);
  if (!viewer.open) {
    if (WIDE.matches) {
      cover(true);
      viewer.show();
    } else viewer.showModal();
  }
  part("title").focus();
}

function step(by) {
  const all = links().filter(fits);
  const next = all[all.findIndex((link) => link.href === shown) + by];
  if (next) show(next);
}

viewer?.addEventListener("close", () => {
  cover(false);
  part("sheet").replaceChildren();
  const opener = linkTo(shown); // drawn anew, maybe, since it was followed
  opener?.removeAttribute("data-viewed");
  opener?.focus();
});

document.addEventListener("click", (event) => {
  if (event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const link = event.target.closest("a[data-view]");
  if (link && viewer?.show && fits(link)) {
    event.preventDefault();
    open(link);
  } else if (event.target.closest("[data-viewer-close]")) viewer.close();
  else if (event.target.closest("[data-viewer-large]"))
    enlarge(part("large").getAttribute("aria-pressed") !== "true");
  else {
    const button = event.target.closest("[data-viewer-step]");
    if (button) step(Number(button.dataset.viewerStep));
  }
});

// A dialog that is not modal does not close by itself on Escape.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented || !viewer?.open) return;
  if (document.querySelector("dialog:modal") || event.target.matches("input, textarea, select")) return;
  event.preventDefault();
  viewer.close();
});
