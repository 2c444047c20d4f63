// The message box, which suggests commands while a "/" word is being typed. Unsent text is stored
// separately for each person and conversation.

const box = document.getElementById("words");
const list = document.getElementById("suggestions");
const usage = document.getElementById("usage");
let commands = [];
let shown = [];
let active = 0;
let draft = ""; // the storage key of the text in the box
let pasted = null; // the last paste: `shown` is its text on one line, as in the box; `words` has its line breaks

const MAX_STORED = 5_000; // characters; a longer text is a transcript, which is not kept
const store = (key, words) => (words && words.length <= MAX_STORED ? sessionStorage.setItem(key, words) : sessionStorage.removeItem(key));
const typedName = () => box.value.match(/^\/(\S*)$/)?.[1].toLowerCase();

function explain() {
  const name = box.value.match(/^\/(\S+)/)?.[1].toLowerCase();
  const known = commands.find((each) => each.name === name);
  usage.textContent = known ? `/${known.name} ${known.usage}`.trim() + ` – ${known.summary}` : "";
}

function show() {
  const start = typedName();
  shown = start === undefined ? [] : commands.filter((each) => each.name.startsWith(start));
  active = Math.min(active, Math.max(shown.length - 1, 0));
  list.replaceChildren(...shown.map(option));
  list.hidden = !shown.length;
  box.setAttribute("aria-expanded", String(!list.hidden));
  mark();
  explain();
}

function option(command, place) {
  const item = document.createElement("li");
  const name = document.createElement("b");
  const what = document.createElement("span");
  item.id = `suggestion-${place}`;
  item.role = "option";
  name.textContent = `/${command.name} ${command.usage}`.trim();
  what.textContent = command.summary;
  item.append(name, " ", what);
  item.addEventListener("mousedown", (event) => event.preventDefault());
  item.addEventListener("click", () => complete(place));
  return item;
}

function mark() {
  for (const [place, item] of [...list.children].entries()) {
    item.setAttribute("aria-selected", String(place === active));
    if (place === active) item.scrollIntoView({ block: "nearest" });
  }
  if (shown.length) box.setAttribute("aria-activedescendant", `suggestion-${active}`);
  else box.removeAttribute("aria-activedescendant");
}

function hide() {
  list.hidden = true;
  shown = [];
  box.setAttribute("aria-expanded", "false");
  mark();
}

function complete(place) {
  box.value = `/${shown[place].name} `;
  store(draft, box.value);
  hide();
  explain();
  box.focus();
}

function onKeyDown(event) {
  if (list.hidden || event.isComposing) return;
  const moves = { ArrowDown: 1, ArrowUp: -1 };
  if (event.key in moves) {
    active = (active + moves[event.key] + shown.length) % shown.length;
    mark();
  } else if (event.key === "Tab" && !event.shiftKey) complete(active);
  else if (event.key === "Enter" && shown[active].name !== typedName()) complete(active);
  else if (event.key === "Escape") hide();
  else return;
  event.preventDefault();
}

function paste(event) {
  const words = event.clipboardData.getData("text/plain").replace(/\r\n?/g, "\n").trim();
  if (!words.includes("\n")) return;
  event.preventDefault();
  pasted = { shown: words.replace(/\s+/g, " "), words };
  box.setRangeText(pasted.shown, box.selectionStart, box.selectionEnd, "end");
  box.dispatchEvent(new Event("input"));
}

// A text from the box, with the line breaks that were pasted.
const withLineBreaks = (text) => (pasted && text.includes(pasted.shown) ? text.replace(pasted.shown, () => pasted.words) : text);

export function startComposer(known, send) {
  commands = known;
  box.addEventListener("input", () => { store(draft, box.value); active = 0; show(); });
  box.addEventListener("paste", paste);
  box.addEventListener("keydown", onKeyDown);
  box.addEventListener("blur", hide);
  document.getElementById("composer").addEventListener("submit", async (event) => {
    event.preventDefault();
    const text = box.value.trim();
    if (!text) return;
    const from = draft;
    put("");
    if (await send(withLineBreaks(text))) return;
    // It was not sent: put the text back where it was typed.
    if (from === draft && !box.value) put(text);
    else if (!sessionStorage.getItem(from)) store(from, text);
  });
}

function put(words) {
  box.value = words;
  store(draft, words);
  hide();
  explain();
}

// Show the unsent text of this person in this conversation.
export function openDraft(who, place) {
  draft = `words:${who}:${place}`;
  put(sessionStorage.getItem(draft) ?? "");
}

export function write(start = "") {
  box.focus();
  if (start && !box.value) {
    box.value = start;
    store(draft, start);
    show();
  }
}
