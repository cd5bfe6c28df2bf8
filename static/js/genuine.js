// Hashes the chosen file in the browser and looks for the hash among those of the page,
// so that nothing is sent. Where the browser has no Web Crypto, the form is sent.
const form = document.querySelector("[data-check]");
const place = document.querySelector("#answer");
// Files of the letter's other editions, by their hashes.
const others = JSON.parse(document.querySelector("#elsewhere").textContent);

const hex = (buffer) =>
  Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");

function show(name, fill = () => {}) {
  const template = document.querySelector(`template[data-answer="${name}"]`);
  const answer = template.content.cloneNode(true);
  fill(answer);
  place.replaceChildren(answer);
  place.focus();
}

async function check(file) {
  let sha256;
  try {
    sha256 = hex(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
  } catch {
    show("unread");
    return;
  }
  const found = document.querySelectorAll(`li[data-sha256="${sha256}"]`);
  const elsewhere = others[sha256];
  if (found.length) {
    show("genuine", (answer) => {
      const labels = Array.from(found, (file) => file.dataset.label);
      answer.querySelector("[data-file]").textContent = labels.join("” / “");
    });
  } else if (elsewhere) {
    show("elsewhere", (answer) => {
      answer.querySelector("[data-file]").textContent = elsewhere.label;
      answer.querySelector("[data-number]").textContent = elsewhere.number;
    });
  } else {
    show("other", (answer) => {
      answer.querySelector("[data-sha256]").textContent = sha256;
    });
  }
}

if (globalThis.crypto?.subtle) {
  const hint = document.querySelector("#file-hint");
  const field = form.querySelector("input[type=file]");

  hint.textContent = hint.dataset.unsent;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    check(field.files[0]);
  });
  // What was said of one file is not said of the next.
  field.addEventListener("change", () => place.replaceChildren());
}
