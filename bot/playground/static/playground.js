// The page: which person acts, which place is shown, and what arrives.

import * as address from "./address.js";
import { restart, startRestart } from "./restart.js";
import { act, get, listen, share } from "./api.js";
import { hideToday, setClock } from "./clock.js";
import { openDraft, startComposer, write } from "./composer.js";
import * as dialog from "./dialog.js";
import { startFile } from "./file.js";
import * as home from "./home.js";
import * as messages from "./messages.js";
import { rest, startPointer } from "./pointer.js";
import { startQuick } from "./quick.js";
import { blockOf, counterpart } from "./redraw.js";
import { drawSide, startDrawer } from "./side.js";

const $ = (id) => document.getElementById(id);
const ABOUT = {
  attune: "Your own messages with Attune",
  "#sales": "Your colleagues can read this",
  "#marketing": "Your colleagues can read this",
  home: "Upcoming calls, what is open, and your settings",
};
const HOME = "home";
const NARROW = matchMedia("(max-width: 760px)");
const page = { who: "", place: "attune", people: [], places: [], shortcuts: [], posts: {}, seen: {} };
let stream = null;
let loads = 0; // counted, so that a late response is not shown in another place
let revealed = 0; // how many answers the page has scrolled to, so that a late skip does not scroll away from them
let drawn = ""; // the person and place on the screen
let loaded = ""; // the person and place whose content has arrived
let newestStatus = ""; // the status about a message that arrived out of view
let arrivedDuringLoad = []; // what has arrived while the current load waits for its answer
let homeRedraws = 0; // how often an action has redrawn Home; a load that began earlier is out of date
const pressed = new Set(); // presses that are not answered yet
const turns = new Map(); // for each message, a promise that resolves when its latest press is answered

const postsTo = () => (page.place === HOME ? "attune" : page.place); // where typed messages go
const me = () => page.people.find((each) => each.id === page.who);
const remember = (key, value) => localStorage.setItem(key, JSON.stringify(value));
const recall = (key, otherwise) => JSON.parse(localStorage.getItem(key)) ?? otherwise;

// Shows a sentence above the box. `repeats` says that the clock and the conversation already show
// it. Then a phone, which has little room, only reads it aloud.
function showStatus(sentence, go = null, { repeats = false } = {}) {
  $("said").textContent = sentence;
  $("status").toggleAttribute("data-repeats", repeats);
  $("go").hidden = !go;
  $("go").textContent = go?.label ?? "";
  $("go").onclick = go?.act ?? null;
}

const announce = (words) => { $("heard").textContent = words; };

function unreadIds(who, place) {
  const seen = page.seen[who]?.[place] ?? 0;
  return (page.posts[who]?.[place] ?? []).filter((id) => id > seen);
}

const unread = (who, place) => unreadIds(who, place).length;

function markSeen() {
  const ids = page.posts[page.who]?.[page.place] ?? [];
  const seen = recall("seen", {}); // other windows store here what other people have seen
  page.seen = { ...seen, [page.who]: { ...seen[page.who], [page.place]: Math.max(0, ...ids) } };
  remember("seen", page.seen);
  drawSide({ ...page, unread, actAs, show });
}

function messageShortcuts() {
  return page.shortcuts.filter((each) => each.on_message);
}

function welcome() {
  const wanted = page.place === "attune" && messages.hasNoneOfMine() && !recall(`hidden:${page.who}`, false);
  $("welcome").hidden = !wanted || !$("over").hidden || !me().tries.length;
  $("tries").replaceChildren(...me().tries.map((words) => {
    const chip = Object.assign(document.createElement("button"), { type: "button", className: "chip", textContent: words });
    chip.onclick = async () => {
      $("welcome").hidden = true;
      if (!(await send(words))) welcome();
    };
    return chip;
  }));
}

// Loads everything on the screen. What is there already stays in its place.
async function load() {
  const number = ++loads;
  arrivedDuringLoad = [];
  const redrawsBefore = homeRedraws;
  const { who, place } = page;
  const here = `${who} ${place}`;
  if (drawn !== here) clear();
  drawn = here;
  const [state, shown] = await Promise.all([
    get("state", { who }),
    place === HOME ? get("home", { who }) : get("history", { who, place }),
  ]);
  if (number !== loads) return;
  Object.assign(page, { people: state.people, places: state.places, shortcuts: state.shortcuts, posts: state.posts });
  arrivedDuringLoad.forEach(countPost); // the answer may be older than these events
  setClock(state.clock);
  const fresh = loaded !== here;
  loaded = here;
  if (fresh) $("older").hidden = !shown.more;
  if (place !== HOME) messages.put(shown.posts, who, messageShortcuts());
  else if (redrawsBefore === homeRedraws) home.draw(shown.html);
  welcome();
  const unreadHere = unreadIds(who, place);
  markSeen();
  if (fresh && place === HOME) messages.toBeginning();
  else if (fresh) scrollToBegin(unreadHere.find(messages.has));
}

// Scrolls to the first unread message, or else to the end. But if the welcome is shown and is taller
// than the window, scrolls to the beginning of the welcome.
function scrollToBegin(firstUnread) {
  const panel = $("welcome");
  messages.toEnd();
  if (firstUnread) messages.reveal(firstUnread);
  else if (panel.offsetHeight > $("scroll").clientHeight) panel.scrollIntoView({ block: "start", behavior: "instant" });
}

function invite() {
  const whereTo = postsTo() === "attune" ? "Write to Attune" : `Write in ${page.place}`;
  $("words").placeholder = NARROW.matches ? whereTo : `${whereTo}, or type / for commands`;
}

function clear() {
  const { place } = page;
  loaded = "";
  $("title").textContent = { attune: "Attune", home: "Home" }[place] ?? place;
  $("about").textContent = ABOUT[place];
  invite();
  $("older").hidden = true;
  messages.clear();
  announce(""); // the last announcement may be for somebody else
  home.hide();
}

async function show(place, { focus = true } = {}) {
  page.place = place;
  address.write(page.who, place);
  openDraft(page.who, postsTo());
  showStatus("");
  await load();
  if (focus) $("title").focus({ preventScroll: true });
}

async function actAs(who, place = page.place) {
  page.who = who;
  if (dialog.isOpen()) dialog.close();
  connect();
  const shown = show(place);
  showStatus(`You are ${me().name}, ${me().role.toLowerCase()}.`);
  await shown;
}

function countPost(event) {
  for (const who of event.for.filter((each) => each !== event.author)) {
    const ids = (page.posts[who] ??= {})[event.place] ??= [];
    if (!ids.includes(event.id)) ids.push(event.id);
  }
}

function arrived(event) {
  arrivedDuringLoad.push(event);
  countPost(event);
  if (event.post && event.place === page.place) drawPost(event.post, event.for.length > 0);
  else drawSide({ ...page, unread, actAs, show });
}

function drawPost(post, isNew, isAnswer = false) {
  const arrives = isNew && !messages.has(post.id); // the response may have brought it already
  const follow = arrives && (isAnswer || messages.atEnd() || post.author === page.who);
  messages.put([post], page.who, messageShortcuts());
  welcome();
  markSeen();
  if (follow) messages.reveal(post.id);
  if (!arrives || post.author === page.who) return;
  const words = `${post.name}: ${messages.summary(post.id)}`;
  if (follow) return announce(words);
  newestStatus = words;
  showStatus(newestStatus);
}

function connect() {
  stream?.close();
  stream = listen(page.who, {
    reload: () => load().catch(failed).then(letIn),
    deleted: () => { clear(); load().catch(failed); },
    post: (event) => { arrived(event); refreshClock(); },
    clock: refreshClock,
    restart: () => restart(page.who),
    error: () => { if (stream.readyState !== EventSource.OPEN) showStatus("The connection is lost. Trying again…"); },
    open: () => { if ($("said").textContent.startsWith("The connection")) showStatus(""); },
  });
}

const refreshClock = () => get("clock", { who: page.who }).then(setClock, () => {});
const failed = (error) => showStatus(error.message);

// Nothing can be pressed or typed until the page knows who the visitor is, and shows something.
const letIn = () => { document.body.inert = false; };

// Shows the result of an action: messages, a form to fill in, or problems.
async function showResult(outcome, where) {
  refreshClock(); // what happens next may have changed
  if (where.who !== page.who) return;
  if (!$("go").hidden) showStatus(""); // the visitor went on here, and the sidebar counts what is new
  if (outcome.form) return dialog.openForm(outcome.form, where);
  if (dialog.isOpen() && where.submitted) await dialog.close();
  if (outcome.problems) showStatus(Object.values(outcome.problems).join(" "));
  if (outcome.home && page.place === HOME) {
    homeRedraws += 1;
    showStatus(home.show(outcome.home.html, outcome.home.answer, where.near));
  }
  if (outcome.posts.length) await showPosts(outcome.posts, where);
}

// Scrolls to the beginning of a new message or, in the pressed one, to what changed.
async function showPosts(posts, where) {
  if (page.place !== posts[0].place) await show(posts[0].place, { focus: false });
  for (const post of posts) drawPost(post, true, true);
  revealed += 1;
  if ($("said").textContent === newestStatus) showStatus(""); // the status is about this message, or an earlier one
  const last = posts.at(-1).id;
  if (last !== where.post) return messages.reveal(last);
  announce(messages.revealChange(last));
}

async function send(text) {
  const { who } = page; // kept: when the answer arrives, the visitor may act as somebody else
  try {
    await showResult(await act("say", { who, place: postsTo(), text }), { who, post: null });
    return true;
  } catch (error) {
    failed(error);
    return false;
  }
}

async function connectCalendar(name, text) {
  const { who } = page;
  const reading = `Reading ${name}…`;
  showStatus(reading);
  const answer = await act("calendar", { who, name, text });
  refreshClock(); // it may offer to start from today
  if (!answer.posts.length) return showStatus(answer.said);
  await showResult(answer, { who, post: null });
  if ($("said").textContent === reading) showStatus("");
}

async function shareFile(file) {
  const { who } = page;
  const reading = `Reading ${file.name}…`;
  showStatus(reading);
  await showResult(await share({ who, place: postsTo() }, file), { who, post: null });
  if ($("said").textContent === reading) showStatus("");
}

// Answers the presses in a message one after the other, so that none is lost.
async function press(button) {
  const inForm = button.closest("dialog") !== null;
  const on = inForm ? dialog.from().post : Number(button.closest("[data-post]")?.dataset.post) || null;
  const { action, value, shortcut } = button.dataset;
  const same = JSON.stringify([on, inForm, action, value, shortcut]);
  if (pressed.has(same) || button.ariaDisabled === "true") return; // this press is not answered yet
  pressed.add(same);
  button.ariaDisabled = "true";
  const asked = { who: page.who, place: page.place };
  const box = button.closest("[data-post], #page, dialog");
  const turn = (turns.get(on) ?? Promise.resolve()).then(() => {
    // The previous answer may have redrawn the card. A button that is gone is not pressed.
    const live = button.isConnected || !box ? button : counterpart(button, box);
    return live && page.who === asked.who ? answer(live, on, inForm, asked) : null;
  });
  turns.set(on, turn);
  const rests = await turn;
  if (turns.get(on) === turn) turns.delete(on);
  pressed.delete(same);
  if (rests) await rest(); // so that a double click is not a second press
  button.ariaDisabled = null;
}

// Sends a press, and shows its answer. Returns whether the button must then rest for a moment.
async function answer(button, on, inForm, asked) {
  const post = "beside" in button.dataset ? null : on; // null: the answer does not replace the card
  const where = { who: asked.who, post, near: inForm ? dialog.from().near : blockOf(button) };
  messages.near(on, where.near);
  try {
    const { action, value, shortcut } = button.dataset;
    const outcome = shortcut === undefined
      ? await act("press", { ...asked, post, on, action, value })
      : await act("open", { ...asked, post, name: shortcut, text: post ? messages.words(post) : "" });
    await showResult(outcome, where);
    return !outcome.form;
  } catch (error) {
    failed(error);
    return false;
  }
}

async function submit(form, where) {
  const outcome = await act("submit", { who: where.who, place: page.place, post: where.post, ...form });
  if (outcome.problems) return outcome.problems;
  await showResult(outcome, { ...where, submitted: true });
  return null;
}

// Submits a form within a message or on Home. Returns its problems, and whether another form opened.
async function submitQuick(what, form) {
  const on = Number(form.closest("[data-post]")?.dataset.post) || null;
  const post = "beside" in form.dataset ? null : on;
  const where = { who: page.who, post, near: blockOf(form) };
  messages.near(on, where.near);
  const outcome = await act("submit", { who: page.who, place: page.place, post, ...what });
  if (outcome.problems) return { problems: outcome.problems };
  await showResult(outcome, where);
  if (!outcome.form) await rest(); // so that a double click does not submit twice
  return { opened: Boolean(outcome.form) };
}

const newIn = (where, before) => (page.posts[page.who]?.[where] ?? []).filter((id) => id > before);

// A channel is opened only on request. Otherwise the visitor's next line, which is meant for Attune,
// would be posted there for colleagues to read.
function toChannel(place, before) {
  const open = async () => {
    await show(place);
    const [first] = newIn(place, before);
    if (first) messages.reveal(first);
  };
  return { label: `Open ${place}`, act: () => open().catch(failed) };
}

function toOther(arrived) {
  const other = page.people.find((each) => each.id === arrived?.id);
  return other && { label: `Continue as ${other.name}`, act: () => actAs(other.id, arrived.places[0]) };
}

async function skip() {
  if (document.body.inert || $("skip").ariaBusy === "true" || document.querySelector("dialog[open]")) return;
  $("skip").ariaBusy = "true";
  const before = Math.max(0, ...Object.values(page.posts[page.who] ?? {}).flat());
  const running = $("over").hidden;
  const seen = revealed;
  try {
    const { said: summary, arrived, clock } = await act("skip", { who: page.who });
    const ends = clock.over && running;
    const said = ends ? `${summary} The week is over.` : summary;
    setClock(clock);
    const mine = arrived.find((each) => each.id === page.who)?.places ?? [];
    const where = [page.place, "attune"].find((place) => mine.includes(place));
    if (where) {
      await show(where, { focus: false });
      const [first] = newIn(where, before);
      if (first && revealed === seen) messages.reveal(first);
      showStatus(said, null, { repeats: arrived.length === 1 && !ends });
      if (first) announce(messages.summary(first));
    } else {
      if (ends) $("over").scrollIntoView({ block: "nearest" });
      showStatus(said, mine.length ? toChannel(mine[0], before) : toOther(arrived[0]));
    }
  } catch (error) {
    failed(error);
  } finally {
    $("skip").ariaBusy = null;
  }
}

async function older() {
  const before = messages.first();
  const shown = await get("history", { who: page.who, place: page.place, before });
  const height = $("scroll").scrollHeight - $("scroll").scrollTop;
  messages.put(shown.posts, page.who, messageShortcuts());
  $("older").hidden = !shown.more;
  $("scroll").scrollTo({ top: $("scroll").scrollHeight - height, behavior: "instant" });
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-action], button[data-shortcut]");
  if (button) press(button);
});
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select");
  if (event.altKey && event.code === "KeyN") skip();
  else if (event.key === "/" && !typing && !document.querySelector("dialog[open]")) write("/");
  else return;
  event.preventDefault();
});
$("skip").onclick = skip;
$("older").onclick = () => older().catch(failed);
$("dismiss").onclick = () => { remember(`hidden:${page.who}`, true); welcome(); write(); };

async function startOver(today = false) {
  await act("start-over", { who: page.who, today });
  restart(page.who);
}

function back() {
  const open = document.querySelector("dialog[open]");
  if (open) return open.close();
  const { who, place } = address.read(page.people, [...page.places, HOME]);
  if (who !== page.who) actAs(who, place).catch(failed);
  else if (place !== page.place) show(place).catch(failed);
}

const [commands, state] = await Promise.all([get("commands"), get("state")]);
Object.assign(page, { people: state.people, places: state.places });
Object.assign(page, address.read(page.people, [...page.places, HOME]));
address.write(page.who, page.place);
address.onBack(back);
NARROW.addEventListener("change", invite);
startPointer();
startComposer(commands, send);
openDraft(page.who, postsTo());
dialog.startDialog(submit);
startQuick(() => page.who, submitQuick);
startDrawer();
startRestart(() => startOver(), () => startOver(true));
$("today-no").onclick = hideToday;
startFile(connectCalendar, shareFile, failed);
connect();
