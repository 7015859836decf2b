/* Enhancement only: keeps what is typed on the server, and warns before the sign-in ends. Nothing is stored in the browser. */
"use strict";
{
const $ = (css, el = document) => el.querySelector(css);
const ask = (url, options) => fetch(url, {redirect: "manual", ...options});
const channel = new BroadcastChannel("taizhang"); // other windows of the same browser: somebody is working there

// The sign-in ends after data-idle seconds without work; data-warn seconds before, a dialog asks.
const dialog = $("#session-dialog");
let worked = Date.now();
const alive = () => { worked = Date.now(); channel.postMessage("alive"); };
if (dialog) {
  const token = () => $("[name=csrfmiddlewaretoken]").value;
  const tick = () => {
    const {idle, warn} = dialog.dataset, left = Math.ceil(idle - (Date.now() - worked) / 1000), over = left <= 0;
    if (left > warn) return dialog.open && !dialog.dataset.over && dialog.close();
    if (!dialog.open) dialog.showModal();
    $("[data-left]", dialog).textContent = `${Math.floor(Math.max(left, 0) / 60)}:${String(Math.max(left, 0) % 60).padStart(2, "0")}`;
    if (over && !dialog.dataset.over) {
      dialog.dataset.over = 1;
      $("[data-running]", dialog).hidden = true;
      $("[data-ended]", dialog).hidden = false;
      $("[data-ended] a", dialog).focus();
    }
  };
  const extend = async () => {
    const answer = await ask(dialog.dataset.url, {method: "POST", headers: {"X-CSRFToken": token()}}).catch(() => 0);
    if (answer?.ok) { alive(); tick(); }
  };
  $("[data-extend]", dialog).addEventListener("click", extend);
  dialog.addEventListener("cancel", e => { e.preventDefault(); dialog.dataset.over || extend(); });
  channel.onmessage = () => { if (!dialog.dataset.over) { worked = Date.now(); tick(); } };
  setInterval(tick, 1000);
  channel.postMessage("alive");
}

// A form with data-keep is sent to its own address as a draft when it has changed.
const DELAY = 3000, AGAIN = 8000;
const keep = form => {
  const read = () => { const data = new FormData(form); data.delete("csrfmiddlewaretoken"); return new URLSearchParams(data).toString(); };
  const {kept, offline, ended, login, signIn} = form.dataset, said = $("[data-kept-at]", form), alarm = $("[data-trouble]", form);
  let last = read(), timer, sent = false;
  const trouble = text => {
    if (alarm.textContent) return;
    alarm.append(Object.assign(document.createElement("p"), {className: "notice notice--warn", textContent: text + " "}));
    if (text === ended) alarm.firstChild.append(Object.assign(document.createElement("a"), {href: login, target: "_blank", textContent: signIn}));
  };
  const fresh = async () => { // after signing in again the page has an old token
    const page = await ask(location.href).then(r => r.ok ? r.text() : "");
    const token = page && $("[name=csrfmiddlewaretoken]", new DOMParser().parseFromString(page, "text/html"));
    if (token) document.querySelectorAll("[name=csrfmiddlewaretoken]").forEach(el => { el.value = token.value; });
    return !!token;
  };
  const save = async (leaving, retried) => {
    clearTimeout(timer);
    const now = read();
    if (sent || now === last) return;
    const body = new FormData(form);
    for (const [name, value] of [...body]) if (value instanceof File) body.delete(name);
    body.set("_draft", "auto");
    const answer = await ask(location.href, {method: "POST", body: new URLSearchParams(body), keepalive: !!leaving}).catch(() => 0);
    if (answer?.ok) {
      last = now;
      alarm.replaceChildren();
      said.textContent = kept + (await answer.json()).saved;
      return alive();
    }
    if (answer && !retried && await fresh().catch(() => 0)) return save(leaving, true);
    trouble(answer ? ended : offline);
    timer = setTimeout(save, AGAIN);
  };
  const changed = () => { clearTimeout(timer); timer = setTimeout(save, DELAY); };
  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  form.addEventListener("submit", e => { sent = !e.defaultPrevented; clearTimeout(timer); });
  addEventListener("online", () => save());
  addEventListener("pageshow", () => { sent = false; });
  addEventListener("visibilitychange", () => document.hidden && save(true));
  addEventListener("pagehide", () => save(true));
  addEventListener("beforeunload", e => alarm.textContent && read() !== last && !sent && e.preventDefault());
};

// Who types another name means somebody else than the one who is marked.
addEventListener("input", e => {
  const other = e.target.matches(".found [type=text]") && $("[type=radio][value='']", e.target.closest(".found"));
  if (other) other.checked = true;
});
document.querySelectorAll("form[data-keep]").forEach(keep);

// Names are suggested while one is typed.
let asked = 0;
addEventListener("input", async e => {
  const box = e.target, url = box.dataset.suggest, turn = ++asked;
  if (!url || [...box.list.options].some(o => o.value === box.value)) return;
  const answer = await ask(`${url}?q=${encodeURIComponent(box.value)}`, {headers: {"X-Background": 1}}).catch(() => 0);
  const names = answer?.ok ? (await answer.json()).names : [];
  if (turn === asked) box.list.replaceChildren(...names.map(name => new Option(name, name)));
});
}
