// Keeps a step's answers at each pause, so that a closed tab or a lost network loses nothing.
const PAUSE = 1200;

for (const form of document.querySelectorAll("form[data-draft]")) {
  const state = form.querySelector("[data-draft-state]");
  let timer, sent;

  const keep = async () => {
    const body = new FormData(form);
    const now = new URLSearchParams(body).toString();
    if (now === sent) return;
    try {
      const answer = await fetch(form.action || location.href, {
        method: "POST",
        body,
        headers: { "X-Draft": "1" },
        keepalive: true,
      });
      if (!answer.ok) return;
      sent = now;
      if (state) state.textContent = form.dataset.saved;
    } catch {
      clearTimeout(timer);
      timer = setTimeout(keep, 5000); // the network is away: what is on the page stays, and is sent later
    }
  };

  form.addEventListener("input", () => {
    if (state) state.textContent = "";
    clearTimeout(timer);
    timer = setTimeout(keep, PAUSE);
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && timer) keep();
  });
}
