// The page: who I am, where I am, and what arrives.

import { act, get, listen } from "./api.js";
import { setClock } from "./clock.js";
import { startComposer, write } from "./composer.js";
import * as dialog from "./dialog.js";
import * as messages from "./messages.js";
import { drawSide, startDrawer } from "./side.js";

const $ = (id) => document.getElementById(id);
const ABOUT = {
  attune: "Your own messages with Attune",
  "#sales": "Everybody on the team reads this",
  "#marketing": "Everybody on the team reads this",
  home: "What is coming, what is open, and your settings",
};
const HOME = "home";
const page = { who: "", place: "attune", people: [], places: [], shortcuts: [], posts: {}, seen: {} };
let stream = null;
let turn = 0; // goes up with every change of place, so that a late answer is not shown in a wrong one

const at = () => (page.place === HOME ? "attune" : page.place);
const me = () => page.people.find((each) => each.id === page.who);
const remember = (key, value) => localStorage.setItem(key, JSON.stringify(value));
const recall = (key, otherwise) => JSON.parse(localStorage.getItem(key)) ?? otherwise;

function say(sentence, go = null) {
  $("said").textContent = sentence;
  $("go").hidden = !go;
  $("go").textContent = go?.label ?? "";
  $("go").onclick = go?.act ?? null;
}

function unread(who, place) {
  const seen = page.seen[who]?.[place] ?? 0;
  return (page.posts[who]?.[place] ?? []).filter((id) => id > seen).length;
}

function seeAll() {
  const ids = page.posts[page.who]?.[page.place] ?? [];
  page.seen[page.who] = { ...page.seen[page.who], [page.place]: Math.max(0, ...ids) };
  remember("seen", page.seen);
  drawSide({ ...page, unread, be, show });
}

function onMessage() {
  return page.shortcuts.filter((each) => each.on_message);
}

function welcome() {
  const wanted = page.place === "attune" && messages.saidNothing() && !recall(`hidden:${page.who}`, false);
  $("welcome").hidden = !wanted || !me().tries.length;
  $("tries").replaceChildren(...me().tries.map((words) => {
    const chip = Object.assign(document.createElement("button"), { type: "button", className: "chip", textContent: words });
    chip.onclick = () => send(words);
    return chip;
  }));
}

async function load() {
  const mine = ++turn;
  const { who, place } = page;
  const [state, shown] = await Promise.all([
    get("state", { who }),
    place === HOME ? get("home", { who }) : get("history", { who, place }),
  ]);
  if (mine !== turn) return;
  Object.assign(page, { people: state.people, places: state.places, shortcuts: state.shortcuts, posts: state.posts });
  for (const [person, places] of Object.entries(page.seen)) {
    // A playground that was begun anew counts from one again.
    for (const each of Object.keys(places)) places[each] = Math.min(places[each], Math.max(0, ...(page.posts[person]?.[each] ?? [])));
  }
  setClock(state.clock);
  $("title").textContent = { attune: "Attune", home: "Home" }[place] ?? place;
  $("about").textContent = ABOUT[place];
  $("words").placeholder = at() === "attune" ? "Write to Attune, or type / for commands" : `Write in ${place}, or type / for commands`;
  $("page").hidden = place !== HOME;
  $("page").innerHTML = place === HOME ? shown.html || "<p>Nothing here yet.</p>" : ""; // escaped by the server
  $("older").hidden = !shown.more;
  messages.clear();
  if (place !== HOME) messages.put(shown.posts, who, onMessage());
  welcome();
  seeAll();
  if (place === HOME) $("scroll").scrollTop = 0;
  else messages.toEnd();
}

async function show(place, { focus = true } = {}) {
  page.place = place;
  remember("place", place);
  say("");
  await load();
  if (focus) $("title").focus({ preventScroll: true });
}

async function be(who, place = page.place) {
  page.who = who;
  remember("who", who);
  if (dialog.isOpen()) dialog.close();
  connect();
  const shown = show(place);
  say(`You are ${me().name}, ${me().role.toLowerCase()}.`);
  await shown;
}

function arrived(event) {
  for (const who of event.for.filter((each) => each !== event.author)) {
    const ids = (page.posts[who] ??= {})[event.place] ??= [];
    if (!ids.includes(event.id)) ids.push(event.id);
  }
  if (event.post && event.place === page.place) place(event.post, event.for.length > 0);
  else drawSide({ ...page, unread, be, show });
}

function place(post, isNew) {
  const arrives = isNew && !messages.has(post.id); // it may be here already, as what I did was answered
  const follow = arrives && (messages.atEnd() || post.author === page.who);
  messages.put([post], page.who, onMessage());
  welcome();
  seeAll();
  if (follow) messages.reveal(post.id);
  if (arrives && post.author !== page.who) say(`${post.name}: ${messages.summary(post.id)}`);
}

function connect() {
  stream?.close();
  stream = listen(page.who, {
    reload: () => load().catch(failed),
    post: (event) => { arrived(event); refreshClock(); },
    clock: refreshClock,
    error: () => { if (stream.readyState !== EventSource.OPEN) say("The connection is lost. Trying again…"); },
    open: () => { if ($("said").textContent.startsWith("The connection")) say(""); },
  });
}

const refreshClock = () => get("clock", { who: page.who }).then(setClock, () => {});
const failed = (error) => say(error.message);

// What came of something I did: messages in place, a form to fill in, or what was wrong.
async function follow(outcome, where) {
  setClock(outcome.clock);
  if (where.who !== page.who) return;
  if (outcome.form) return dialog.openForm(outcome.form, where);
  if (dialog.isOpen() && where.submitted) dialog.close();
  if (outcome.problems) say(Object.values(outcome.problems).join(" "));
  if (!outcome.posts.length) return page.place === HOME && where.submitted ? load() : undefined;
  if (page.place !== outcome.posts[0].place) await show(outcome.posts[0].place, { focus: false });
  for (const post of outcome.posts) place(post, true);
  messages.reveal(outcome.posts.at(-1).id);
}

async function send(text) {
  try {
    await follow(await act("say", { who: page.who, place: at(), text }), { who: page.who, post: null });
    return true;
  } catch (error) {
    failed(error);
    return false;
  }
}

async function press(button) {
  if (button.ariaDisabled === "true") return; // the first press is on its way
  button.ariaDisabled = "true";
  const inForm = button.closest("dialog") !== null;
  const on = inForm ? dialog.from().post : Number(button.closest("[data-post]")?.dataset.post) || null;
  const post = "beside" in button.dataset ? null : on; // its card stays
  const where = { who: page.who, post };
  try {
    const { action, value, shortcut } = button.dataset;
    const asked = { who: page.who, place: at(), post };
    const outcome = shortcut === undefined
      ? await act("press", { ...asked, action, value })
      : await act("open", { ...asked, name: shortcut, text: post ? messages.words(post) : "" });
    await follow(outcome, where);
  } catch (error) {
    failed(error);
  } finally {
    button.ariaDisabled = null;
  }
}

async function submit(form, where) {
  const outcome = await act("submit", { who: where.who, place: at(), post: where.post, ...form });
  if (outcome.problems) return outcome.problems;
  await follow(outcome, { ...where, submitted: true });
  return null;
}

async function skip() {
  if ($("skip").ariaBusy === "true" || dialog.isOpen()) return;
  $("skip").ariaBusy = "true";
  const before = Math.max(0, ...Object.values(page.posts[page.who] ?? {}).flat());
  try {
    const { said, arrived, clock } = await act("skip", { who: page.who });
    setClock(clock);
    const mine = arrived.find((each) => each.id === page.who)?.places;
    if (mine) {
      const where = mine.includes(page.place) ? page.place : mine[0];
      await show(where, { focus: false });
      const fresh = page.posts[page.who][where].filter((id) => id > before);
      if (fresh.length) messages.reveal(fresh[0]);
      say([said, ...fresh.slice(0, 1).map(messages.summary)].join(" "));
    } else {
      const other = page.people.find((each) => each.id === arrived[0]?.id);
      say(said, other && { label: `Continue as ${other.name}`, act: () => be(other.id, arrived[0].places[0]) });
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
  messages.put(shown.posts, page.who, onMessage());
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
  else if (event.key === "/" && !typing && !dialog.isOpen()) write("/");
  else return;
  event.preventDefault();
});
$("skip").onclick = skip;
$("older").onclick = () => older().catch(failed);
$("dismiss").onclick = () => { remember(`hidden:${page.who}`, true); welcome(); write(); };

const [commands, state] = await Promise.all([get("commands"), get("state")]);
page.seen = recall("seen", {});
page.people = state.people;
page.who = state.people.find((each) => each.id === recall("who", ""))?.id ?? state.people[0].id;
page.place = [HOME, ...state.places].find((each) => each === recall("place", "")) ?? "attune";
startComposer(commands, send);
dialog.startDialog(submit);
startDrawer();
connect();
