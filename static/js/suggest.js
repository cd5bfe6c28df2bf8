// Suggests organizations that the campaign knows while an organization's name is typed.
const PAUSE_MILLISECONDS = 200;
const MINIMUM_CHARACTERS = 2;
const form = document.querySelector("form[data-suggestions]");
const list = form.querySelector("#known-organizations");
const language = document.documentElement.lang;
let timer;
let newest = 0;

function isOrganization() {
  const kind = form.querySelector("[name=kind]:checked, [name=kind][type=hidden]");
  return kind?.value === "organization";
}

function offer(organizations) {
  const names = organizations.map((each) => each.names[language] ?? each.name);
  list.replaceChildren(
    ...names.map((name) => {
      const option = document.createElement("option");
      option.value = name;
      return option;
    }),
  );
}

async function suggest() {
  const typed = form.elements.name.value.trim();
  if (!isOrganization() || typed.length < MINIMUM_CHARACTERS) {
    list.replaceChildren();
    return;
  }
  const number = ++newest;
  const address = new URL(form.dataset.suggestions, location.href);
  address.searchParams.set("q", typed);
  try {
    const response = await fetch(address);
    const { organizations } = await response.json();
    if (number === newest) {
      offer(organizations);
    }
  } catch {
    // The network is away: the name is typed as it is.
  }
}

const field = form.querySelector("input[name=name]");
field.setAttribute("list", list.id);
form.addEventListener("input", (event) => {
  if (event.target === field || event.target.name === "kind") {
    clearTimeout(timer);
    timer = setTimeout(suggest, PAUSE_MILLISECONDS);
  }
});
