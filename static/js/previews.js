// Loads the previews of a text again when it was saved.
const PAUSE_MILLISECONDS = 2000;
let pictures = Promise.resolve();

for (const section of document.querySelectorAll("[data-editor] [data-language]")) {
  section.addEventListener("saved", () => reloadPreviews(section));
  // A preview that was closed while the text changed is loaded when it is opened.
  section.addEventListener("toggle", (event) => reloadStale(event.target), true);
}

function reloadPreviews(section) {
  for (const preview of section.querySelectorAll("[data-preview]")) {
    preview.dataset.stale = "";
    reloadStale(preview);
  }
}

function reloadStale(preview) {
  if (!preview.open || preview.dataset.stale === undefined) {
    return;
  }
  delete preview.dataset.stale;
  const frame = preview.querySelector("iframe");
  const picture = preview.querySelector("img");
  if (frame) {
    frame.contentWindow.location.reload();
  } else {
    // One after the other: the server draws one picture at a time.
    pictures = pictures.then(() => redraw(picture, 3));
  }
}

async function redraw(picture, attempts) {
  const address = new URL(picture.src);
  address.searchParams.set("at", Date.now());
  const isDrawn = await new Promise((resolve) => {
    picture.onload = () => resolve(true);
    picture.onerror = () => resolve(false);
    picture.src = address;
  });
  if (!isDrawn && attempts > 1) {
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MILLISECONDS));
    await redraw(picture, attempts - 1);
  }
}
