// Home: what always stands there and, above it, the answer to what was last pressed on it.

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

// Draws Home anew, in place if it is there; what was changed in it.
export function draw(html, near) {
  page.hidden = false;
  const changed = drawn ? redraw(card(below), drawn, html, near) : null;
  if (!drawn) below.innerHTML = html; // rendered and escaped by the server
  drawn = html;
  return changed;
}

// Shows an answer. Where it changed what stands on Home, the eye and the focus stay there.
export function show(html, said, near) {
  answer.innerHTML = said;
  const changed = draw(html, near);
  const shown = changed?.first ?? card(answer);
  shown.scrollIntoView({ block: changed ? "nearest" : "start" });
  if (!changed || focusLost()) focusOn(shown);
  mark(shown);
  return card(answer).getAttribute("aria-label");
}
