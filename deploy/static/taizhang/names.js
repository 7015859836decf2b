/* Names and states that the stock admin leaves out, taken from the labels that are there. */
"use strict";
{
const {time} = document.currentScript.dataset, $ = css => document.querySelector(css);
const all = (css, f) => document.querySelectorAll(css).forEach(f);
const set = (el, of, name = "aria-label") => of && el.getAttribute(name) !== of && el.setAttribute(name, of);
const name = () => {
  all(".tabular td :is(input,select,textarea), #result_list td[class*=field-] :is(input,select)", el => {
    const td = el.closest("td"), head = td.closest("table").rows[0].cells[td.cellIndex];
    set(el, head.innerText.trim() + " " + td.parentNode.rowIndex);
  });
  all("p.datetime input[id$=_1]", el => set(el, $(`label[for="${el.id.slice(0, -1)}0"]`)?.innerText + time));
  all(".select2-selection", el => {
    const select = el.closest(".select2-container").previousElementSibling;
    if (!select) return;
    set(el, select.labels[0]?.innerText || select.getAttribute("aria-label"));
    set(el, "box-" + select.id, "id");
    set(el, `${el.id} select2-${select.id}-container`, "aria-labelledby");
  });
  all(".select2-search__field", el => set(el, $(".select2-container--open [aria-label]")?.getAttribute("aria-label")));
  all("th.sorted", th => set(th, th.matches(".ascending") ? "ascending" : "descending", "aria-sort"));
  all("#nav-sidebar", nav => {
    nav.removeAttribute("aria-expanded");
    set($("#toggle-nav-sidebar"), "" + nav.parentNode.matches(".shifted"), "aria-expanded");
  });
};
addEventListener("load", () => {
  name();
  new MutationObserver(name).observe(document.body, {childList: true, subtree: true});
  $("#toggle-nav-sidebar")?.addEventListener("click", name);
});
}
