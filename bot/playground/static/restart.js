// Start over: the week begins again, in every window.

import { formClosed, formOpened } from "./address.js";

const dialog = document.getElementById("again");
const problem = document.getElementById("again-problem");

export function ask() {
  problem.hidden = true;
  dialog.showModal();
  formOpened();
  document.getElementById("again-no").focus();
}

// Clears what the browser has stored, because that belongs to the deleted week.
export function restart(who) {
  sessionStorage.clear();
  localStorage.clear();
  location.replace(`?${new URLSearchParams({ who })}`);
}

function onYes(yes, problem, begin) {
  yes.onclick = async () => {
    if (yes.ariaBusy === "true") return;
    yes.ariaBusy = "true";
    try {
      await begin();
    } catch (error) {
      problem.textContent = error.message;
      problem.hidden = false;
    } finally {
      yes.ariaBusy = null;
    }
  };
}

export function startRestart(startOver, startToday) {
  onYes(document.getElementById("again-yes"), problem, startOver);
  onYes(document.getElementById("today-yes"), document.getElementById("today-problem"), startToday);
  document.getElementById("again-no").onclick = () => dialog.close();
  dialog.addEventListener("close", formClosed);
  for (const each of document.querySelectorAll("[data-again]")) each.addEventListener("click", ask);
}
