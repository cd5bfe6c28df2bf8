// Proposes the zone of the browser's clock where no other zone has been chosen yet.
const form = document.querySelector("[data-own-zone]");
const field = form?.elements.namedItem("time_zone");
const own = Intl.DateTimeFormat().resolvedOptions().timeZone;

if (field?.value === "UTC" && own) field.value = own;
