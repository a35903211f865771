// Lists that follow the town: the inbox, the tower, a family's home. A page that nobody looks
// at waits until somebody does.

import { list, on } from "./socket.js";

for (const kind of ["inbox", "home"]) {
  if (!document.querySelector(`[data-live-${kind}]`)) continue;
  let changed = false;
  const refresh = () => {
    if (!changed || document.visibilityState !== "visible") return;
    changed = false;
    document.body.dispatchEvent(new CustomEvent(`live:${kind}`, { bubbles: true }));
  };
  list(kind);
  on(kind, () => {
    changed = true;
    refresh();
  });
  document.addEventListener("visibilitychange", refresh);
}
