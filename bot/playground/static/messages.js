// The messages of one conversation, oldest first. A message that was changed keeps its place.

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
  if (shortcuts.length && post.author !== "attune") item.append(menu(shortcuts));
  return item;
}

function menu(shortcuts) {
  const made = element("p", "menu");
  for (const each of shortcuts) {
    const button = element("button", "quiet", each.label);
    Object.assign(button, { type: "button" });
    button.dataset.shortcut = each.name;
    made.append(button);
  }
  return made;
}

const find = (id) => log.querySelector(`[data-post="${id}"]`);

// Names and days are said once, where they change.
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

// A post comes twice, as an answer and by the stream: the second must not take the focus away.
function replace(old, made) {
  const held = document.activeElement;
  const inside = old.contains(held);
  const { action, value } = held.dataset;
  old.replaceWith(made);
  if (!inside) return;
  const same = [...made.querySelectorAll("button")].find((each) => each.dataset.action === action && each.dataset.value === value);
  (same ?? made.querySelector(".body")).focus({ preventScroll: true });
}

export function put(posts, me, shortcuts = []) {
  for (const post of posts) {
    const old = find(post.id);
    const made = entry(post, me, shortcuts);
    made.shown = JSON.stringify(post);
    if (old?.shown === made.shown) continue;
    if (old) {
      replace(old, made);
    } else {
      const next = [...log.querySelectorAll(".entry")].find((each) => Number(each.dataset.post) > post.id);
      next ? next.before(made) : log.append(made);
    }
  }
  tidy();
}

export const clear = () => log.replaceChildren();
export const has = (id) => Boolean(find(id));
export const first = () => Number(log.querySelector(".entry")?.dataset.post ?? 0);
export const saidNothing = () => !log.querySelector(".mine");
export const words = (id) => find(id).querySelector(".body").innerText;
export const summary = (id) =>
  find(id)?.querySelector(".card")?.getAttribute("aria-label") ?? find(id)?.querySelector(".body").innerText;
export const atEnd = () => scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 120;
export const toEnd = () => scroll.scrollTo({ top: scroll.scrollHeight, behavior: "instant" });

// A message taller than the window is shown from its beginning.
export function reveal(id) {
  const item = find(id);
  if (!item) return toEnd();
  const block = item.offsetHeight > scroll.clientHeight - 40 ? "start" : "nearest";
  item.scrollIntoView({ block });
  item.classList.add("fresh");
  item.addEventListener("animationend", () => item.classList.remove("fresh"), { once: true });
}
