/* Names and states that the stock admin leaves out, taken from the labels that are there. */
"use strict";
{
const {time, yes, no} = document.currentScript.dataset, $ = css => document.querySelector(css);
const all = (css, f) => document.querySelectorAll(css).forEach(f);
const text = el => el?.innerText.trim().replace(/[:：]$/, "");
const set = (el, of, name = "aria-label") => of && el.getAttribute(name) !== of && el.setAttribute(name, of);
const name = () => {
  all(".tabular td :is(input,select,textarea), #result_list td[class*=field-] :is(input,select)", el => {
    const td = el.closest("td"), head = td.closest("table").rows[0].cells[td.cellIndex];
    set(el, text(head) + " " + td.parentNode.rowIndex);
  });
  all("p.datetime input", el => set(el, text(el.closest(".form-row").querySelector("label, legend")) + (/_1$/.test(el.id) ? " " + time : "")));
  all(".select2-selection", el => {
    const select = el.closest(".select2-container").previousElementSibling;
    set(el.querySelector("[role=textbox]") || el, text(select?.labels[0]) || select?.getAttribute("aria-label"));
    set(el, el.getAttribute("aria-owns"), "aria-controls");
  });
  all(".select2-search__field", el => set(el, $(".select2-container--open [aria-label]:not(input)")?.getAttribute("aria-label")));
  all("img[alt=True], img[alt=False]", img => set(img, img.alt === "True" ? yes : no, "alt"));
  all("#result_list", el => set(el, text($("h1"))));
  all(".tabular table", el => set(el, text(el.closest("fieldset").querySelector("h2"))));
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
