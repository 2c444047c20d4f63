// Forms, in a dialog. What was typed is stored until the form is saved. If the dialog is closed in any other
// way, also with "Not now", the stored text fills the form when it is opened again. But if the server gives an
// input a different value than before, as after "move Northwind to Friday", that input shows the server's value.

import { formClosed, formOpened } from "./address.js";
import { answers, clearProblems, invalidInputs, keepDraft, problem, showProblems } from "./fields.js";

const dialog = document.getElementById("dialog");
let origin = null;
let submit = null;

const form = () => dialog.querySelector("form");
const key = () => `draft:${origin.who}:${form().dataset.form}:${form().dataset.subject}`;

async function submitForm(event) {
  event.preventDefault();
  const button = form().querySelector("[type=submit]");
  if (button.ariaBusy === "true") return;
  clearProblems(form());
  const missing = invalidInputs(form());
  if (Object.keys(missing).length) return showProblems(form(), missing);
  button.ariaBusy = "true";
  const what = { form: form().dataset.form, subject: form().dataset.subject, fields: answers(form()) };
  const stored = key();
  try {
    const problems = await submit(what, origin);
    if (problems) return showProblems(form(), problems);
    sessionStorage.removeItem(stored);
  } catch (error) {
    problem(form(), "", error.message);
  } finally {
    button.ariaBusy = null;
  }
}

export const isOpen = () => dialog.open;
export function close() {
  dialog.close();
  return formClosed();
}
export const from = () => origin;

export function openForm(html, where) {
  origin = where;
  dialog.innerHTML = html; // rendered and escaped by the server
  keepDraft(form(), key());
  form().addEventListener("submit", submitForm);
  form().querySelector("[data-close]").addEventListener("click", close);
  if (!dialog.open) dialog.showModal();
  formOpened();
  dialog.scrollTop = 0;
  form().querySelector("input, textarea, select")?.focus({ preventScroll: true });
}

export function startDialog(onSubmit) {
  submit = onSubmit;
  dialog.addEventListener("close", formClosed);
}
