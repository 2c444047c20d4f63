// Forms, in a dialog. What was typed is stored until the form is saved, even if the dialog is closed.
// If a form now opens with another value than it did then ("move Northwind to Friday"), the new value
// is shown.

import { formClosed, formOpened } from "./address.js";

const dialog = document.getElementById("dialog");
let origin = null;
let submit = null;

const form = () => dialog.querySelector("form");
const key = () => `draft:${origin.who}:${form().dataset.form}:${form().dataset.subject}`;
const controls = (name) => [...form().elements].filter((each) => each.name === name);

export function answers(of = form()) {
  const fields = {};
  for (const each of of.elements) {
    if (!each.name) continue;
    if (each.type === "checkbox") {
      const ticked = each.checked ? [each.value] : [];
      fields[each.name] = [...(fields[each.name]?.split(",").filter(Boolean) ?? []), ...ticked].join(",");
    } else if (each.type === "radio") {
      fields[each.name] = each.checked ? each.value : fields[each.name] ?? "";
    } else fields[each.name] = each.value;
  }
  return fields;
}

function fill({ fields = {}, began = {} }, begins) {
  for (const each of form().elements) {
    const stored = fields[each.name];
    if (stored === undefined || began[each.name] !== begins[each.name]) continue;
    if (each.type === "checkbox") each.checked = stored.split(",").includes(each.value);
    else if (each.type === "radio") each.checked = each.value === stored;
    else each.value = stored;
  }
}

function problem(name, sentence) {
  const line = document.getElementById(name ? `field-${name}-problem` : "form-problem");
  if (!line) return problem("", sentence);
  line.textContent = sentence;
  line.hidden = !sentence;
  for (const each of controls(name)) {
    if (sentence) each.setAttribute("aria-invalid", "true");
    else each.removeAttribute("aria-invalid");
  }
}

function showProblems(fields) {
  for (const [name, sentence] of Object.entries(fields)) problem(name, sentence);
  const wrong = form().querySelector("[aria-invalid]");
  if (wrong) wrong.focus();
  else document.getElementById("form-problem").scrollIntoView({ block: "nearest" });
}

function invalidInputs() {
  const wrong = [...form().elements].filter((each) => each.name && !each.checkValidity());
  const why = (each) => (each.validity.valueMissing ? "This is required." : each.validationMessage);
  return Object.fromEntries(wrong.map((each) => [each.name, why(each)]));
}

async function submitForm(event) {
  event.preventDefault();
  const button = form().querySelector("[type=submit]");
  if (button.ariaBusy === "true") return;
  for (const name of ["", ...Object.keys(answers())]) problem(name, "");
  const missing = invalidInputs();
  if (Object.keys(missing).length) return showProblems(missing);
  button.ariaBusy = "true";
  const what = { form: form().dataset.form, subject: form().dataset.subject, fields: answers() };
  const stored = key();
  try {
    const problems = await submit(what, origin);
    if (problems) return showProblems(problems);
    sessionStorage.removeItem(stored);
  } catch (error) {
    problem("", error.message);
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
  const began = answers();
  const stored = sessionStorage.getItem(key());
  if (stored) fill(JSON.parse(stored), began);
  form().addEventListener("submit", submitForm);
  form().addEventListener("input", (event) => {
    sessionStorage.setItem(key(), JSON.stringify({ fields: answers(), began }));
    problem(event.target.name, "");
  });
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
