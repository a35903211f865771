// Says honestly what the page knows of its connection: the words are in the page
// (components/connection.html), this only says which are true.

const FLICKER = 1_500; // a cut shorter than this is nobody's business
let known = "none";
let later;

/** Show a state: live, slow, retrying, offline or ended. */
export function show(state) {
  clearTimeout(later);
  if (state === "retrying" && (known === "live" || known === "slow")) {
    later = setTimeout(put, FLICKER, state);
  } else if (!(state === "retrying" && known === "offline")) put(state);
}

function put(state) {
  if (state === known) return; // a reader hears a change once
  known = state;
  for (const sign of document.querySelectorAll("[data-connection]")) sign.dataset.state = state;
  document.body.dispatchEvent(new CustomEvent("live:state", { detail: { state } }));
}
