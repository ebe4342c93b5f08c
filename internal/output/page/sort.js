
"use strict";
const words = new Intl.Collator(undefined, { numeric: true });
const orders = {
  number: (a, b) => Number(a) - Number(b) || words.compare(a, b),
  time: (a, b) => Date.parse(a) - Date.parse(b) || words.compare(a, b),
  "": words.compare,
};
function sortBy(head) {
  const body = head.closest("table").tBodies[0];
  const column = head.cellIndex, order = orders[head.className];
  const up = head.getAttribute("aria-sort") !== "ascending";
  const rows = Array.from(body.rows, row => ({ row, text: row.cells[column].textContent }));
  rows.sort((a, b) => (a.text === "") - (b.text === "") || (up ? 1 : -1) * order(a.text, b.text));
  for (const other of head.parentNode.cells) other.removeAttribute("aria-sort");
  head.setAttribute("aria-sort", up ? "ascending" : "descending");
  body.append(...rows.map(each => each.row));
}
for (const head of document.querySelectorAll("thead th"))
  head.firstElementChild.addEventListener("click", () => sortBy(head));
