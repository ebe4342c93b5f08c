
"use strict";
const words = new Intl.Collator(undefined, { numeric: true });
const number = /^-?\d+(\.\d+)?([eE][-+]?\d+)?$/;
const time = /^\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d+)?(Z|[-+]\d\d:\d\d))?$/;
// A text of digits is a number only where its cell says so: it may be a code.
function valueOf(cell, text) {
  if (time.test(text)) return Date.parse(text);
  return /^(number|time)$/.test(cell.className) && number.test(text) ? Number(text) : NaN;
}
// Numbers and times come first, then other texts, then what is empty, in both directions.
function keyOf(row, column) {
  const cell = row.cells[column], text = cell.textContent, value = valueOf(cell, text);
  return { row, text, value, rank: text === "" ? 2 : Number.isNaN(value) ? 1 : 0 };
}
// Numbers that are too long to tell apart are told apart by their digits.
function compare(a, b) {
  if (a.rank > 0 || a.value === b.value) return words.compare(a.text, b.text) * (a.value < 0 ? -1 : 1);
  return a.value < b.value ? -1 : 1;
}
function sortBy(head) {
  const body = head.closest("table").tBodies[0];
  const up = head.getAttribute("aria-sort") !== "ascending";
  const keys = Array.from(body.rows, row => keyOf(row, head.cellIndex));
  keys.sort((a, b) => a.rank - b.rank || (up ? 1 : -1) * compare(a, b));
  for (const other of head.parentNode.cells) other.removeAttribute("aria-sort");
  head.setAttribute("aria-sort", up ? "ascending" : "descending");
  const sorted = new DocumentFragment();
  for (const { row } of keys) sorted.append(row);
  body.append(sorted);
}
for (const head of document.querySelectorAll("thead th"))
  head.firstElementChild.addEventListener("click", () => sortBy(head));
