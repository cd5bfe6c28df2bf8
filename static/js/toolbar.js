// Lets the toolbar write around what is selected. Without it, the buttons send the form,
// and the server writes at the end of the text.
document.querySelector("[data-editor]")?.addEventListener("click", (event) => {
  const tool = event.target.closest(".tool");
  if (tool) {
    event.preventDefault();
    write(tool.closest(".field").querySelector("textarea"), tool.dataset);
  }
});

function write(area, { before, sample, after, block }) {
  const { selectionStart: start, selectionEnd: end, value } = area;
  const selected = value.slice(start, end);
  let text;
  if (block === undefined) {
    text = before + (before || !selected ? selected || sample : sample) + after;
  } else {
    const lines = (selected || sample).split("\n");
    const lead = value.slice(0, start);
    const gap = !lead || lead.endsWith("\n\n") ? "" : lead.endsWith("\n") ? "\n" : "\n\n";
    text = gap + lines.map((line) => before + line).join("\n");
  }
  area.focus();
  // The first way keeps the browser's undo; not every browser has it.
  if (!document.execCommand("insertText", false, text)) {
    area.setRangeText(text, start, end, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }
}
