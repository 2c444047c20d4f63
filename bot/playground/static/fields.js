// The inputs of a form, whether in the dialog or within a message: what was filled in, and what is
// wrong with it.

const controls = (form, name) => [...form.elements].filter((each) => each.name === name);

export function answers(form) {
  const fields = {};
  for (const each of form.elements) {
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

// Fills in what was stored. If an input now begins with a different value than when its draft was
// stored, the input shows that new value instead.
function fill(form, { fields = {}, began = {} }, begins) {
  for (const each of form.elements) {
    const stored = fields[each.name];
    if (stored === undefined || began[each.name] !== begins[each.name]) continue;
    if (each.type === "checkbox") each.checked = stored.split(",").includes(each.value);
    else if (each.type === "radio") each.checked = each.value === stored;
    else each.value = stored;
  }
}

const beginnings = new WeakMap(); // what each form began with

// Stores what is typed into a form under this key, and restores what was stored before.
export function keepDraft(form, key) {
  const began = answers(form);
  beginnings.set(form, began);
  const stored = sessionStorage.getItem(key);
  if (stored) fill(form, JSON.parse(stored), began);
  for (const each of form.querySelectorAll("textarea[data-line]")) keepOneLine(each);
  for (const each of form.querySelectorAll("select")) showWhole(each);
  form.addEventListener("input", (event) => {
    storeDraft(form, key);
    problem(form, event.target.name, "");
  });
}

// A line that wraps but is one line: Enter submits its form, and a pasted line break becomes a space.
function keepOneLine(line) {
  line.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    line.form.requestSubmit();
  });
  line.addEventListener("input", () => {
    if (line.value.includes("\n")) line.value = line.value.replace(/\s*\n\s*/g, " ");
  });
}

const LONG = 30; // characters that a list shows on a phone

// Repeats a long choice below its list, where it wraps. A closed list cuts it off.
function showWhole(list) {
  if (![...list.options].some((each) => each.text.length > LONG)) return;
  const whole = Object.assign(document.createElement("p"), { className: "hint whole", ariaHidden: "true" });
  const update = () => {
    const chosen = list.selectedOptions[0]?.text ?? "";
    whole.textContent = chosen.length > LONG ? chosen : "";
  };
  list.after(whole);
  list.addEventListener("change", update);
  update();
}

export function storeDraft(form, key) {
  sessionStorage.setItem(key, JSON.stringify({ fields: answers(form), began: beginnings.get(form) }));
}

const formProblem = (form) => form.querySelector(":scope > .problem");

export function problem(form, name, sentence) {
  const field = [...form.querySelectorAll("[data-field]")].find((each) => each.dataset.field === name);
  const line = field?.querySelector(".problem") ?? formProblem(form);
  line.textContent = sentence;
  line.hidden = !sentence;
  for (const each of controls(form, name)) {
    if (sentence) each.setAttribute("aria-invalid", "true");
    else each.removeAttribute("aria-invalid");
  }
}

export function clearProblems(form) {
  for (const name of ["", ...Object.keys(answers(form))]) problem(form, name, "");
}

export function showProblems(form, fields) {
  for (const [name, sentence] of Object.entries(fields)) problem(form, name, sentence);
  const wrong = form.querySelector("[aria-invalid]");
  if (wrong) wrong.focus();
  else formProblem(form).scrollIntoView({ block: "nearest" });
}

export function invalidInputs(form) {
  const wrong = [...form.elements].filter((each) => each.name && !each.checkValidity());
  const why = (each) => (each.validity.valueMissing ? "This is required." : each.validationMessage);
  return Object.fromEntries(wrong.map((each) => [each.name, why(each)]));
}
