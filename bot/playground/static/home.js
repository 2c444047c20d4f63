// The Home page: its card and, above it, the answer to the button that was last pressed there. An
// answer that changes nothing on Home has a button that leads back to the place of the press.

import { keepDrafts } from "./quick.js";
import { counterpart, focusLost, focusOn, mark, redraw } from "./redraw.js";

const page = document.getElementById("page");
const answer = page.querySelector(".answer");
const below = page.querySelector(".below");
const scroll = document.getElementById("scroll");
let drawn = "";
let left = null; // where the reader was on Home before the answer: how far down, and on which button

const card = (box) => box.querySelector(".card");

export function hide() {
  page.hidden = true;
  answer.replaceChildren();
  below.replaceChildren();
  drawn = "";
  left = null;
}

// Closes the answer, and returns to where the reader was on Home.
function goBack() {
  answer.replaceChildren();
  scroll.scrollTo({ top: left.top, behavior: "instant" });
  const pressed = left.pressed.isConnected ? left.pressed : counterpart(left.pressed, card(below));
  focusOn(pressed ?? card(below));
  left = null;
}

function backButton() {
  const button = Object.assign(document.createElement("button"), { type: "button", className: "quiet back" });
  button.textContent = "← Back to Home";
  button.onclick = goBack;
  return button;
}

// Remembers where a button on Home itself was pressed. A press in the answer is not remembered.
function remember() {
  const pressed = document.activeElement;
  if (below.contains(pressed)) left = { top: scroll.scrollTop - answer.offsetHeight, pressed };
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
  remember();
  answer.innerHTML = answerHtml; // rendered and escaped by the server
  keepDrafts(answer);
  const changed = draw(html, near);
  if (!changed && left) answer.prepend(backButton());
  const shown = changed?.first ?? card(answer);
  shown.scrollIntoView({ block: changed ? "nearest" : "start" });
  if (!changed || focusLost()) focusOn(shown);
  mark(shown);
  return card(answer).getAttribute("aria-label");
}
