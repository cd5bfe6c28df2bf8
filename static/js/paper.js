/* Typing paper sheets without a mouse: Enter goes on, Ctrl+Enter saves. */

const form = document.querySelector("[data-paper]");
const boxes = [...form.querySelectorAll("input:not([type=hidden]), select")];

form.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.target.matches("button")) return;
  event.preventDefault();
  if (event.ctrlKey || event.metaKey) {
    form.requestSubmit(form.querySelector("button[name=then]"));
    return;
  }
  // Boxes that this kind of signer has no use for are hidden, and passed over.
  const shown = boxes.filter((box) => box.offsetParent !== null);
  const next = shown[shown.indexOf(event.target) + 1];
  (next ?? form.querySelector("button[name=then]")).focus();
});

/* Where the head is known from the sheet before, typing begins in the first line. */
const head = form.querySelector("[name=sheet_number]");
if (!document.querySelector("#error-summary")) {
  (head.value ? form.querySelector("[data-line] input") : head).focus();
}

/* Nobody loses a sheet by closing the tab. */
let isTyped = false;
form.addEventListener("input", () => { isTyped = true; });
form.addEventListener("submit", () => { isTyped = false; });
addEventListener("beforeunload", (event) => { if (isTyped) event.preventDefault(); });
