// The Home page: its card and, above it, the answer to the button that was last pressed there.

import { keepDrafts } from "./quick.js";
import { focusLost, focusOn, mark, redraw } from "./redraw.js";

const page = document.getElementById("page");
const answer = page.querySelector(".answer");
const below = page.querySelector(".below");
let drawn = "";

const card = (box) => box.querySelector(".card");

export function hide() {
  page.hidden = true;
  answer.replaceChildren();
  below.replaceChildren();
  drawn = "";
}

// Draws Home or, if it is there already, redraws what differs. Returns what changed, if anything.
export function draw(html, near) {
  page.hidden = false;
  const changed = drawn ? redraw(card(below), drawn, html, near) : null;
  if (!drawn) {
    below.innerHTML = html; // rendered and escaped by the server
    keepDrafts(below);
  }
  drawn = html;
  return changed;
}

// Shows an answer, and scrolls to what it changed on Home or, if nothing changed, to the answer.
// Returns the answer's summary.
export function show(html, answerHtml, near) {
  answer.innerHTML = answerHtml; // rendered and escaped by the server
  keepDrafts(answer);
  const changed = draw(html, near);
  const shown = changed?.first ?? card(answer);
  shown.scrollIntoView({ block: changed ? "nearest" : "start" });
  if (!changed || focusLost()) focusOn(shown);
  mark(shown);
  return card(answer).getAttribute("aria-label");
}
