// Ignores clicks on what has just moved. When the page moves something else under a resting pointer,
// a click there is ignored for a moment, because it was meant for what was there before.

const MOMENT = 700; // milliseconds
const NEAR = 16; // pixels
const CONTROLS = "button, a, summary, label, input, select, textarea";

let at = null; // where the pointer is, or null after typing
let seen = null; // the meaning of the control under the pointer, as the person last saw it
let held = { until: 0 }; // where something has moved under the pointer, what was there before, and how long clicks there are ignored

const controlOf = (target) => target?.closest?.(CONTROLS) ?? null;
const near = (place) => Math.hypot(at.x - place.x, at.y - place.y) <= NEAR;
const under = () => at && controlOf(document.elementFromPoint(at.x, at.y));

// Two elements have the same meaning if they do the same thing, so a redrawn button counts as the old one.
function meaning(each) {
  if (!each) return "";
  const { key, action, value, shortcut } = each.dataset;
  if (key) return key;
  const post = each.closest("[data-post]")?.dataset.post;
  return [post, action, value, shortcut, each.name, each.value, each.textContent].join("|");
}

function moved() {
  if (!at) return;
  const now = meaning(under());
  if (now === seen) return;
  // If there are several changes in a moment, a person saw what was there before the first change.
  const before = performance.now() < held.until && near(held) ? held.before : seen;
  held = { before, until: performance.now() + MOMENT, ...at };
  seen = now;
}

function track(event) {
  at = { x: event.clientX, y: event.clientY };
  seen = meaning(controlOf(event.target));
}

// A person who presses a key, types, or clicks somewhere else has seen what has moved.
function release() { held.until = 0; }

function pressed(event) {
  track(event);
  if (!near(held)) release();
}

function typed() {
  at = null; // from now on, the person causes what moves
  release();
}

function guard(event) {
  if (!event.detail || performance.now() > held.until) return; // detail is 0 for a click by keyboard
  if (Math.hypot(event.clientX - held.x, event.clientY - held.y) > NEAR) return;
  if (meaning(controlOf(event.target)) === held.before) return;
  event.preventDefault();
  event.stopImmediatePropagation();
}

export function startPointer() {
  const watched = { childList: true, subtree: true, attributes: true, attributeFilter: ["hidden", "open"] };
  new MutationObserver(moved).observe(document.body, watched);
  document.addEventListener("pointermove", track, { capture: true, passive: true });
  document.addEventListener("pointerdown", pressed, { capture: true, passive: true });
  document.addEventListener("keydown", typed, { capture: true });
  document.addEventListener("input", (event) => { if (event.inputType) typed(); }, { capture: true });
  document.addEventListener("click", guard, { capture: true });
}

// Waits for a moment.
export const rest = () => new Promise((done) => setTimeout(done, MOMENT));
