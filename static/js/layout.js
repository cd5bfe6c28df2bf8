// Shows the preview of a layout again a moment after something was chosen.
const PAUSE_MILLISECONDS = 700;
const RETRY_MILLISECONDS = 2000;
const ATTEMPTS = 4;
const form = document.querySelector("[data-layout]");
let timer;
let asked = 0;

function ask() {
  clearTimeout(timer);
  timer = setTimeout(show, PAUSE_MILLISECONDS);
}

async function show() {
  const turn = ++asked;
  const body = new FormData(form);
  body.set("action", "preview");
  const response = await fetch(location.href, { method: "POST", body });
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const fresh = page.querySelector("[data-pictures]");
  // What is not right is said when it is saved; a later change has its own answer.
  if (response.ok && fresh && turn === asked) {
    document.querySelector("[data-pictures]").replaceWith(fresh);
    watch();
  }
}

function watch() {
  for (const picture of document.querySelectorAll("[data-pictures] img")) {
    let attempts = 1;
    picture.addEventListener("error", () => {
      if (attempts++ < ATTEMPTS) {
        setTimeout(() => reload(picture), RETRY_MILLISECONDS);
      }
    });
  }
}

function reload(picture) {
  const address = new URL(picture.src);
  address.searchParams.set("at", Date.now());
  picture.src = address;
}

form.addEventListener("input", ask);
watch();
