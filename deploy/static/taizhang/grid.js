/* Enhancement only: a grid is typed down its columns, grows by a row, and shows its total while it is typed. */
"use strict";
document.querySelectorAll("table[data-grid]").forEach(table => {
  const form = table.closest("form"), body = table.tBodies[0], total = table.querySelector("[data-total]");
  const rows = () => [...body.rows], typed = row => [...row.querySelectorAll("input:not([type=hidden], [type=radio]), select")];
  const count = form.elements[`${table.dataset.grid}-TOTAL_FORMS`], add = form.querySelector("[data-add]");
  const days = text => text.normalize("NFKC").split(/[\s,，、;；.]+/).filter(Boolean).reduce((sum, part) => {
    const [first, last = first] = part.split("-").map(Number);
    return sum + (last >= first ? last - first + 1 : 0);
  }, 0);
  const size = row => {
    const [person, ...columns] = typed(row), cell = columns.find(el => el.dataset.days || el.type === "number");
    const who = person?.value || row.querySelector("[type=radio]:checked")?.value;
    return !who || !columns.some(el => el.value) ? 0 : !cell ? 1 : cell.dataset.days ? days(cell.value) : Number(cell.value);
  };
  const sum = () => { total.textContent = rows().reduce((all, row) => all + size(row), 0); };
  const grow = () => {
    const number = rows().length;
    if (number >= table.dataset.most) return null;
    const row = form.querySelector("[data-row]").content.firstElementChild.cloneNode(true);
    row.innerHTML = row.innerHTML.replaceAll("__prefix__", number);
    row.cells[0].prepend(number + 1);
    body.append(row);
    count.value = number + 1;
    return row;
  };
  sum();
  form.addEventListener("input", sum);
  form.addEventListener("change", sum);
  table.addEventListener("keydown", e => {
    const row = e.target.closest("tbody tr"), at = row ? typed(row).indexOf(e.target) : -1;
    if (e.key !== "Enter" || at < 0 || e.isComposing) return;
    e.preventDefault();
    const next = row.nextElementSibling || grow();
    if (next) typed(next)[at]?.focus();
  });
  add.textContent = add.dataset.add;
  add.type = "button";
  add.addEventListener("click", () => typed(grow() || body.lastElementChild)[0].focus());
});
