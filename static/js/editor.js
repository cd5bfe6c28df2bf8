// Saves each language two seconds after its last change. Without it, the buttons send
// the form.
const PAUSE_MILLISECONDS = 2000;
const RETRY_MILLISECONDS = 5000;
const form = document.querySelector("[data-editor]");

if (form) {
  for (const hint of form.querySelectorAll("[data-only-with-script]")) {
    hint.hidden = false;
  }
  const columns = [...form.querySelectorAll("[data-language]")].map(startColumn);
  let isSending = false;
  form.addEventListener("submit", () => {
    isSending = true;
  });
  window.addEventListener("beforeunload", (event) => {
    if (!isSending && columns.some((column) => column.isDirty())) {
      event.preventDefault();
    }
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") {
      columns.forEach((column) => column.saveNow());
    }
  });
}

function startColumn(section) {
  const language = section.dataset.language;
  const state = section.querySelector("[data-state]");
  let timer = 0;
  let changes = 0; // since the page was opened
  let saved = 0;
  let isSaving = false;
  let isRefused = false;

  const field = (name) => form.elements[`${language}-${name}`];

  function say(message, tone = "") {
    if (state.textContent !== message) {
      state.textContent = message;
    }
    state.dataset.tone = tone;
  }

  function later(pause) {
    clearTimeout(timer);
    timer = setTimeout(save, pause);
  }

  function body() {
    const data = new FormData();
    data.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    data.set("revision", form.elements.revision.value);
    for (const name of ["title", "body", "closing", "version", "base", "kept"]) {
      data.set(`${language}-${name}`, field(name).value);
    }
    return data;
  }

  async function save() {
    if (isSaving || saved === changes) {
      return;
    }
    isSaving = true;
    const sent = changes;
    say(form.dataset.saving);
    try {
      const answer = await send(body());
      saved = sent;
      show(answer);
    } catch (error) {
      say(error instanceof LoggedOut ? form.dataset.loggedOut : form.dataset.offline, "bad");
      later(RETRY_MILLISECONDS);
    } finally {
      isSaving = false;
    }
    if (saved !== changes) {
      later(PAUSE_MILLISECONDS);
    }
  }

  function show(languages) {
    const own = languages[language];
    isRefused = own.state === "invalid";
    if (own.version !== undefined) {
      field("version").value = own.version;
      field("base").value = own.base;
    }
    if (own.kept !== undefined) {
      field("kept").value = own.kept;
    }
    say(own.message, own.state === "saved" || own.state === "" ? "" : "bad");
    fill(section.querySelector("[data-errors]"), own.errors);
    fill(section.querySelector("[data-conflict]"), own.conflict);
    for (const [code, other] of Object.entries(languages)) {
      fill(form.querySelector(`[data-language="${code}"] [data-parity]`), other.parity);
    }
    if (own.state === "saved") {
      section.dispatchEvent(new Event("saved"));
    }
  }

  section.addEventListener("input", () => {
    changes += 1;
    say(form.dataset.unsaved);
    later(PAUSE_MILLISECONDS);
  });

  return { isDirty: () => isRefused || saved !== changes, saveNow: save };
}

class LoggedOut extends Error {}

async function send(data) {
  const response = await fetch(location.pathname, {
    method: "POST",
    body: data,
    headers: { Accept: "application/json" },
  });
  if (response.redirected || response.status === 403) {
    throw new LoggedOut();
  }
  return (await response.json()).languages;
}

// Replaces a part of the page by what the server wrote, unless it is the same.
function fill(part, html) {
  const fresh = new DOMParser().parseFromString(html, "text/html").body;
  if (part.dataset.html !== html) {
    part.replaceChildren(...fresh.childNodes);
    part.dataset.html = html;
  }
}
