/* Enhancement only: a grid is typed down its columns, grows by a row, shows its total while it is typed, and days can be
   ticked as well as typed: the box holds what is sent, the ticks show it. */
"use strict";
document.querySelectorAll("table[data-grid]").forEach(table => {
  const form = table.closest("form"), body = table.tBodies[0], total = table.querySelector("[data-total]");
  const rows = () => [...body.rows], typed = row => [...row.querySelectorAll("input:not([type=hidden], [type=radio], [type=checkbox]), select")];
  const count = form.elements[`${table.dataset.grid}-TOTAL_FORMS`], add = form.querySelector("[data-add]");
  const days = text => text.normalize("NFKC").split(/[\s,，、;；.]+/).filter(Boolean).flatMap(part => {
    const [first, last = first] = part.split("-").map(Number);
    return first >= 1 && last >= first && last <= 31 ? Array.from({length: last - first + 1}, (_, n) => first + n) : [];
  });
  const told = found => found.reduce((runs, day) => {
    const run = runs.at(-1);
    return run && run[1] === day - 1 ? (run[1] = day, runs) : [...runs, [day, day]];
  }, []).map(([first, last]) => first === last ? first : first === last - 1 ? `${first} ${last}` : `${first}-${last}`).join(" ");
  const size = row => {
    const [person, ...columns] = typed(row), cell = columns.find(el => el.dataset.days || el.type === "number");
    const who = person?.value || row.querySelector("[type=radio]:checked")?.value;
    return !who || !columns.some(el => el.value) ? 0 : !cell ? 1 : cell.dataset.days ? days(cell.value).length : Number(cell.value);
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
    row.querySelectorAll("[data-days]").forEach(tick);
    return row;
  };
  // A strip of 31 days under the box; one stop for Tab, arrows go on from day to day and from row to row.
  const month = form.elements.for_month, weekday = new Intl.DateTimeFormat(document.documentElement.lang, {weekday: "long"});
  const shown = strip => {
    const [year, number] = (month?.value || "").split("-").map(Number), last = number ? new Date(year, number, 0).getDate() : 31;
    [...strip.children].forEach((label, n) => {
      label.hidden = n >= last;
      const date = number && new Date(year, number - 1, n + 1);
      label.firstChild.title = date ? weekday.format(date) : "";
      label.classList.toggle("days__rest", !!date && [0, 6].includes(date.getDay()));
    });
  };
  const tick = box => {
    const strip = Object.assign(document.createElement("div"), {className: "days"});
    strip.setAttribute("role", "group");
    strip.setAttribute("aria-label", box.labels[0].innerText);
    for (let day = 1; day <= 31; day++) {
      const label = document.createElement("label"), one = Object.assign(document.createElement("input"), {type: "checkbox", tabIndex: day > 1 ? -1 : 0});
      label.append(one, String(day));
      strip.append(label);
    }
    const ones = [...strip.querySelectorAll("input")];
    const read = () => { const found = days(box.value); ones.forEach((one, n) => { one.checked = found.includes(n + 1); }); };
    strip.addEventListener("change", e => {
      e.stopPropagation();
      box.value = told(ones.flatMap((one, n) => one.checked ? [n + 1] : []));
      box.dispatchEvent(new Event("input", {bubbles: true}));
    });
    strip.addEventListener("keydown", e => {
      const at = ones.indexOf(e.target), step = {ArrowLeft: -1, ArrowRight: 1, Home: -at, End: 30 - at}[e.key];
      const row = {ArrowUp: strip.closest("tr").previousElementSibling, ArrowDown: strip.closest("tr").nextElementSibling}[e.key];
      const among = row ? [...row.querySelectorAll(".days input")] : ones;
      const next = row ? among[at] : among.slice(0, at + (step || 0) + 1).filter(one => !one.parentNode.hidden).at(-1);
      if (!next || !(row || step)) return;
      e.preventDefault();
      among.forEach(one => { one.tabIndex = one === next ? 0 : -1; });
      next.focus();
    });
    box.addEventListener("input", read);
    box.after(strip);
    read();
    shown(strip);
  };
  body.querySelectorAll("[data-days]").forEach(tick);
  month?.addEventListener("change", () => body.querySelectorAll(".days").forEach(shown));
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
