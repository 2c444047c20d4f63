// Redraws a changed card in place: only the blocks that differ are replaced, so that the focus, the
// scroll position and open folds stay.

import { keepDrafts } from "./quick.js";

const scroll = document.getElementById("scroll");

function blocks(html) {
  const made = document.createElement("template");
  made.innerHTML = html; // rendered and escaped by the server
  const card = made.content.firstElementChild;
  return { label: card.getAttribute("aria-label"), all: [...card.children] };
}

// For each i and j, the length of the longest common subsequence of was[i…] and is[j…].
function common(was, is) {
  const table = Array.from({ length: was.length + 1 }, () => new Array(is.length + 1).fill(0));
  for (let i = was.length - 1; i >= 0; i--) {
    for (let j = is.length - 1; j >= 0; j--) {
      table[i][j] = was[i] === is[j] ? table[i + 1][j + 1] + 1 : Math.max(table[i + 1][j], table[i][j + 1]);
    }
  }
  return table;
}

// Where two lists differ: the index in the old one, how many blocks are removed there, and the blocks
// that are inserted.
function differences(was, is) {
  const [old, made] = [was, is].map((list) => list.map((each) => each.outerHTML));
  const table = common(old, made);
  const found = [];
  let [i, j] = [0, 0];
  while (i < old.length || j < made.length) {
    if (i < old.length && j < made.length && old[i] === made[j]) { i++; j++; continue; }
    const change = { at: i, gone: 0, coming: [] };
    while (i < old.length || j < made.length) {
      if (i < old.length && j < made.length && old[i] === made[j]) break;
      if (j < made.length && (i === old.length || table[i][j + 1] >= table[i + 1][j])) change.coming.push(is[j++]);
      else { change.gone++; i++; }
    }
    found.push(change);
  }
  return found;
}

const place = (element) => element?.getBoundingClientRect().top ?? 0;
const spoken = (elements) =>
  elements.filter((each) => !each.matches(".buttons, .quick")).map((each) => each.innerText).join(" ").replace(/\s+/g, " ").trim();
const alike = (one, other, keys) => keys.every((key) => one.dataset[key] === other.dataset[key]);

// The button or the input in a redrawn card that does the same as `held` did.
export function counterpart(held, card) {
  if (!held.form) return [...card.querySelectorAll("button")].find((each) => alike(each, held, ["action", "value", "shortcut"]));
  const form = [...card.querySelectorAll("form.quick")].find((each) => alike(each, held.form, ["form", "subject"]));
  return [...(form?.elements ?? [])].find((each) => each.name === held.name);
}

// Replaces what differs between two renderings of a card. `near` is the number of the block that was
// pressed, if any: the change closest to it keeps its place on the screen. Returns the first changed
// element and the new text, or null if nothing differs.
export function redraw(card, before, after, near) {
  const [old, made] = [blocks(before), blocks(after)];
  const live = [...card.children];
  const changes = differences(old.all, made.all);
  card.setAttribute("aria-label", made.label);
  if (!changes.length) return null;
  const held = card.contains(document.activeElement) ? document.activeElement : null;
  const from = near ?? Math.max(live.findIndex((each) => each.getBoundingClientRect().bottom > place(scroll)), 0);
  const distance = (change) => Math.max(change.at - from, from - (change.at + Math.max(change.gone - 1, 0)), 0);
  const closest = changes.reduce((best, each) => (distance(each) < distance(best) ? each : best));
  const gone = from >= closest.at && from < closest.at + closest.gone;
  const was = place(live[gone ? closest.at : from]);
  for (const change of changes) {
    for (const each of change.coming) {
      card.insertBefore(each, live[change.at] ?? null);
      keepDrafts(each);
    }
    for (const each of live.slice(change.at, change.at + change.gone)) each.remove();
  }
  const first = closest.coming[0] ?? live[closest.at + closest.gone] ?? card.lastElementChild ?? card;
  scroll.scrollTo({ top: scroll.scrollTop + place(gone ? first : live[from]) - was, behavior: "instant" });
  if (held && !held.isConnected) focusOn(counterpart(held, card) ?? first);
  const others = changes.filter((each) => each !== closest).flatMap((each) => each.coming);
  return { first, words: spoken([...(closest.coming.length ? closest.coming : [first]), ...others]).slice(0, 300) };
}

// The number of the block, in its card, that contains this element.
export function blockOf(element) {
  const card = element.closest(".card");
  return card ? [...card.children].findIndex((each) => each.contains(element)) : 0;
}

// Whether the focus was lost, because the element that had it was removed or hidden.
export const focusLost = () => document.activeElement === document.body || !document.activeElement.checkVisibility();

// Focuses an element without scrolling.
export function focusOn(element) {
  if (!element.matches("button, input, textarea, select, a")) element.tabIndex = -1;
  element.focus({ preventScroll: true });
}

// Highlights an element with a colour that fades.
export function mark(element) {
  element.classList.add("fresh");
  element.addEventListener("animationend", () => element.classList.remove("fresh"), { once: true });
}
