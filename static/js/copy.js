// Puts a button below a link that copies it.
for (const place of document.querySelectorAll("[data-copy]")) {
  const field = place.querySelector("input");
  const button = document.createElement("button");

  button.type = "button";
  button.className = "button secondary";
  button.textContent = place.dataset.copy;
  button.addEventListener("click", async () => {
    field.select();
    await navigator.clipboard.writeText(field.value);
    button.textContent = place.dataset.copied;
  });
  if (navigator.clipboard) field.after(button);
}
