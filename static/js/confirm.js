// Ask before a form that cannot be undone is sent: data-confirm="id-of-a-dialog" on the form,
// or on the one button of it that needs asking.
// The dialog's button marked data-confirm-yes sends the form; without this script, or without
// <dialog>, the form is sent at once and the server may ask on a page of its own.

document.addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    const name = event.submitter?.dataset.confirm ?? form.dataset.confirm ?? "";
    const dialog = document.getElementById(name);
    if (!dialog?.showModal || form.dataset.confirmed === "yes") return;

    event.preventDefault();
    event.stopImmediatePropagation();
    const submitter = event.submitter;
    dialog.addEventListener(
      "close",
      () => {
        if (dialog.returnValue !== "yes") return;
        form.dataset.confirmed = "yes";
        form.requestSubmit(submitter);
        delete form.dataset.confirmed;
      },
      { once: true },
    );
    dialog.returnValue = "";
    dialog.showModal();
  },
  true, // before htmx hears of it
);

document.addEventListener("click", (event) => {
  const yes = event.target.closest("[data-confirm-yes]");
  if (yes) yes.closest("dialog").close("yes");
  const opener = event.target.closest("[data-opens]");
  if (opener) document.getElementById(opener.dataset.opens)?.showModal();
});
