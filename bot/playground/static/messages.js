// The messages of one conversation, oldest first. A message that changes stays in its place.

import { keepDrafts } from "./quick.js";
import { focusLost, focusOn, mark, redraw } from "./redraw.js";

const log = document.getElementById("log");
const scroll = document.getElementById("scroll");

function element(tag, name, text) {
  const made = document.createElement(tag);
  if (name) made.className = name;
  if (text) made.textContent = text;
  return made;
}

function entry(post, me, shortcuts) {
  const item = element("li", `entry ${post.author === me ? "mine" : "theirs"}`);
  Object.assign(item.dataset, { post: post.id, author: post.author, time: post.time, day: post.day });
  const by = element("p", "by");
  const time = element("time", "", post.time);
  time.dateTime = post.at;
  by.append(element("span", "name", post.author === me ? "You" : post.name), " ", time);
  if (post.alone) by.append(" ", element("span", "alone", "Only you see this"));
  const body = element("div", "body");
  body.innerHTML = post.html; // rendered and escaped by the server
  body.tabIndex = -1;
  item.append(by, body);
  keepDrafts(body);
  const words = body.textContent;
  const offered = post.author === "attune" || forAttune(words) ? [] : shortcuts.filter((each) => suits(each, words));
  if (offered.length) item.append(menu(offered, shortened(words)));
  return item;
}

function menu(shortcuts, about) {
  const made = element("p", "menu");
  for (const each of shortcuts) {
    const button = element("button", "quiet", each.label);
    Object.assign(button, { type: "button", ariaLabel: `${each.label}: ${about}` });
    button.dataset.shortcut = each.name;
    made.append(button);
  }
  return made;
}

// Whether this is a command, or one word such as "help". Neither can be a promise.
const forAttune = (words) => /^(\/|\S+$)/.test(words.trim());
// Whether this asks something: "any open promises". A question is no promise either.
const asks = (words) =>
  /\?\s*$/.test(words) || /^(and |ok |so )?(any|what|whats|what's|which|who|whos|whose|when|where|why|how|did|do|does|is|are|can|show|list|my)\b/i.test(words.trim());
// Whether a shortcut fits a message: "Save as a promise" needs a word that is typical of promises.
function suits(shortcut, words) {
  if (shortcut.words.length && asks(words)) return false;
  const said = new Set(words.toLowerCase().replaceAll("’", "'").split(/[^\p{L}']+/u));
  return !shortcut.words.length || shortcut.words.some((each) => said.has(each));
}
const shortened = (words) => (words.length > 60 ? `${words.slice(0, 60).trim()}…` : words);
const find = (id) => log.querySelector(`[data-post="${id}"]`);

// Show names and days only where they change.
function tidy() {
  for (const line of log.querySelectorAll(".day-line")) line.remove();
  let before = null;
  for (const item of [...log.children]) {
    const newDay = item.dataset.day !== before?.dataset.day;
    if (newDay) item.before(element("li", "day-line", item.dataset.day));
    const same = !newDay && ["author", "time"].every((key) => item.dataset[key] === before.dataset[key]);
    item.classList.toggle("same", same);
    before = item;
  }
}

// A post arrives twice, in the response and in the event stream. The second arrival changes
// nothing. Either may be late, so a rendering that is older than the one on the screen changes
// nothing either.
export function put(posts, me, shortcuts = []) {
  for (const post of posts) {
    const old = find(post.id);
    if (old && post.edits <= old.post.edits) continue;
    if (old) change(old, post);
    else add(post, me, shortcuts);
  }
  tidy();
}

function add(post, me, shortcuts) {
  const made = entry(post, me, shortcuts);
  made.post = post;
  const next = [...log.querySelectorAll(".entry")].find((each) => Number(each.dataset.post) > post.id);
  next ? next.before(made) : log.append(made);
}

function change(item, post) {
  item.changed = redraw(item.querySelector(".card"), item.post.html, post.html, item.near) ?? item.changed;
  item.post = post;
}

export const clear = () => log.replaceChildren();
export const has = (id) => Boolean(find(id));
export const first = () => Number(log.querySelector(".entry")?.dataset.post ?? 0);
export const hasNoneOfMine = () => !log.querySelector(".mine");
export const words = (id) => find(id).querySelector(".body").innerText;
export const summary = (id) =>
  find(id)?.querySelector(".card")?.getAttribute("aria-label") ?? find(id)?.querySelector(".body").innerText;
export const atEnd = () => scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 120;
export const toEnd = () => scroll.scrollTo({ top: scroll.scrollHeight, behavior: "instant" });

// If the thread is scrolled to its end, it stays there when its box changes size: for example, when
// the window becomes narrower, or the status below the thread becomes taller.
let wasAtEnd = true;
scroll.addEventListener("scroll", () => { wasAtEnd = atEnd(); });
new ResizeObserver(() => { if (wasAtEnd) toEnd(); }).observe(scroll);

// Home begins at its top, and stays there although its box has just changed size.
export function toBeginning() {
  scroll.scrollTop = 0;
  wasAtEnd = false;
}

// Scroll to a message, or to its beginning if it is taller than the window.
export function reveal(id) {
  const item = find(id);
  if (!item) return toEnd();
  const block = item.offsetHeight > scroll.clientHeight - 40 ? "start" : "nearest";
  item.scrollIntoView({ block });
  mark(item);
}

// Remember which block of a message was pressed.
export function near(id, block) {
  const item = find(id);
  if (item) item.near = block;
}

// Scroll to what changed in a message, and focus it if the pressed button is gone. Returns the
// changed text.
export function revealChange(id) {
  const item = find(id);
  const changed = item?.changed;
  if (!changed) return "";
  item.changed = null;
  changed.first.scrollIntoView({ block: "nearest" });
  if (focusLost()) focusOn(changed.first);
  mark(changed.first);
  return changed.words;
}

