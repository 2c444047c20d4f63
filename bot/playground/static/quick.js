// Forms within messages and on Home. What is typed is stored until it is saved, so that it is still
// there when the message is redrawn or shown again.

import { answers, clearProblems, invalidInputs, keepDraft, problem, showProblems, storeDraft } from "./fields.js";

let page = null;
let byKey = false; // whether a list was last changed with the keyboard
let waiting = null; // a list changed with the keyboard, which is submitted with Enter or when the focus leaves it

function key(form) {
  const { form: name, subject } = form.dataset;
  return ["quick", page.who(), form.closest("[data-post]")?.dataset.post ?? "home", name, subject].join(":");
}

export function keepDrafts(root) {
  const own = root.matches(".quick") ? [root] : [];
  for (const form of [...own, ...root.querySelectorAll("form.quick")]) keepDraft(form, key(form));
}

async function send(form) {
  if (form.ariaBusy === "true") return;
  clearProblems(form);
  const missing = invalidInputs(form);
  if (Object.keys(missing).length) return showProblems(form, missing);
  form.ariaBusy = "true";
  const draft = key(form);
  const what = { form: form.dataset.form, subject: form.dataset.subject, fields: answers(form) };
  sessionStorage.removeItem(draft); // the answer may redraw this form, which then begins anew
  try {
    const { problems, opened } = await page.submit(what, form);
    if (problems || opened) storeDraft(form, draft);
    if (problems) showProblems(form, problems);
    else if (!opened && form.isConnected && !("atOnce" in form.dataset)) form.reset();
  } catch (error) {
    storeDraft(form, draft);
    problem(form, "", error.message);
  } finally {
    form.ariaBusy = null;
  }
}

// With the keyboard, a list changes with every arrow key. So the list is not sent before Enter is
// pressed or the focus leaves it.
function changed(list) {
  if (byKey) waiting = list;
  else send(list.form);
}

// If this list is the one that waits, sends its form. Returns whether the list was waiting.
function sendIfWaiting(list) {
  if (!list || waiting !== list) return false;
  waiting = null;
  if (list.isConnected) send(list.form);
  return true;
}

const atOnce = (target) => target.closest?.("form[data-at-once] select");

// `who` returns the person who acts; `submit` sends a form, and shows the answer.
export function startQuick(who, submit) {
  page = { who, submit };
  document.addEventListener("submit", (event) => {
    if (!event.target.matches(".quick")) return;
    event.preventDefault();
    send(event.target);
  });
  document.addEventListener("pointerdown", () => { byKey = false; }, { capture: true });
  document.addEventListener("keydown", (event) => {
    const list = atOnce(event.target);
    byKey = Boolean(list) && event.key !== "Tab";
    if (event.key === "Enter" && sendIfWaiting(list)) event.preventDefault();
  }, { capture: true });
  document.addEventListener("change", (event) => { if (atOnce(event.target)) changed(event.target); });
  document.addEventListener("focusout", (event) => { if (atOnce(event.target)) sendIfWaiting(event.target); });
}
