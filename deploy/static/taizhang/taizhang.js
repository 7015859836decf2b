/* Enhancement only: every page works without this file. */
"use strict";
{
const {busy} = document.currentScript.dataset;

// One click sends once; the button works again when the page is shown again, or was answered by a file.
const undo = [];
const free = () => undo.splice(0).forEach(f => f());
addEventListener("submit", e => {
  const form = e.target, b = e.submitter, text = b?.matches("input") ? "value" : "textContent";
  if (form.getAttribute("method")?.toLowerCase() !== "post" || e.defaultPrevented) return;
  if (form.dataset.sent) return e.preventDefault();
  form.dataset.sent = 1;
  undo.push(() => delete form.dataset.sent);
  if (b) setTimeout(was => { // after the browser has read the form
    undo.push(() => { b[text] = was; b.removeAttribute("aria-disabled"); });
    b[text] = busy;
    b.setAttribute("aria-disabled", "true");
  }, 0, b[text]);
  setTimeout(free, 15000);
});
addEventListener("pageshow", free);

// [data-poll] renews itself from its own page, child by child, so that only what changed is read out.
const poll = async el => {
  const page = await fetch(el.dataset.poll || location.href, {headers: {"X-Background": 1}}).then(r => r.text()).catch(() => 0);
  const next = page && new DOMParser().parseFromString(page, "text/html").getElementById(el.id);
  if (next) {
    const fresh = [...next.children];
    [...el.children].forEach((old, i) => old.isEqualNode(fresh[i]) || old.replaceWith(fresh[i] || ""));
  }
  if (page === 0 || next?.matches("[data-poll]")) setTimeout(poll, 2000, el);
};

// By itself a browser moves nothing that is partly to be seen, such as a number half under the first column.
addEventListener("focusin", e => {
  if (e.target.matches(".summary :focus-visible")) e.target.scrollIntoView({block: "nearest", inline: "nearest"});
});

addEventListener("load", () => {
  const error = document.querySelector(".error-summary, .errornote, .consequences");
  if (error) {
    error.tabIndex = -1;
    error.focus();
  }
  document.querySelectorAll("[data-poll]").forEach(el => setTimeout(poll, 2000, el));
});
}
