"use strict";
for (const table of document.querySelectorAll("table.sortable")) {
  const body = table.tBodies[0];
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, column) => {
    const button = head.querySelector("button");
    if (!button) return;
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "ascending";
      heads.forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const numeric = head.classList.contains("number");
      const key = (row) => {
        const value = row.cells[column].dataset.value ?? row.cells[column].textContent.trim();
        return numeric ? (value === "" ? -Infinity : Number(value)) : value.toLowerCase();
      };
      const rows = [...body.rows].map((row) => [key(row), row]);
      rows.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0) * (down ? -1 : 1));
      body.append(...rows.map(([, row]) => row));
    });
  });
}
const field = document.getElementById("filter");
if (field) {
  const rows = [...document.querySelectorAll("#students tbody tr")];
  const texts = rows.map((row) => row.textContent.toLowerCase());
  const said = document.getElementById("shown");
  field.addEventListener("input", () => {
    const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    rows.forEach((row, i) => {
      const fits = words.every((word) => texts[i].includes(word));
      row.hidden = !fits;
      shown += fits;
    });
    said.textContent = `${shown} of ${rows.length} students`;
  });
}
