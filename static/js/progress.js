// Looks every two seconds how far a document is, and shows it without loading the page
// again: a page that reloads by itself takes a screen reader back to its top.
const PAUSE_MILLISECONDS = 2000;
const part = document.querySelector("[data-progress]");

async function freshPart() {
  const response = await fetch(location.href);
  if (response.redirected) {
    location.assign(response.url); // it is somewhere else by now, or wants a login
    return part;
  }
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  return page.querySelector("[data-progress]");
}

function show(fresh) {
  if (fresh.dataset.progress === part.dataset.progress) {
    const { position, value } = fresh.querySelector("progress");
    if (position >= 0) {
      part.querySelector("progress").value = value; // else nobody knows how far it is
    }
  } else {
    part.dataset.progress = fresh.dataset.progress;
    part.replaceChildren(...fresh.childNodes);
  }
}

async function look() {
  try {
    const fresh = await freshPart();
    if (!fresh) {
      location.reload(); // logged out, or the document is gone: let the page say so
      return;
    }
    show(fresh);
  } catch {
    // The network is away; the next look may succeed.
  }
  if (part.querySelector("progress")) {
    setTimeout(look, PAUSE_MILLISECONDS);
  }
}

setTimeout(look, PAUSE_MILLISECONDS);
