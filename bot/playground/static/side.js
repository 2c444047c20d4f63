// The sidebar: the people to act as, and the conversations of the current one.

const $ = (id) => document.getElementById(id);
const NAMES = { attune: "Attune", home: "Home" };

function row(label, { detail = "", mark = "", hue = "", count = 0, on = false, state, key, act }) {
  const button = document.createElement("button");
  button.type = "button";
  button.dataset.key = key;
  button.setAttribute(state, state === "aria-current" ? (on ? "page" : "false") : String(on));
  const sign = document.createElement("span");
  sign.className = `sign ${hue}`;
  sign.ariaHidden = "true";
  sign.textContent = mark;
  const text = document.createElement("span");
  text.className = "text";
  text.textContent = label;
  if (detail) text.append(Object.assign(document.createElement("small"), { textContent: detail }));
  button.append(sign, text);
  if (count) {
    const badge = Object.assign(document.createElement("span"), { className: "badge", textContent: count });
    badge.append(Object.assign(document.createElement("span"), { className: "unseen", textContent: " unread" }));
    button.append(badge);
  }
  button.onclick = () => { act(); closeDrawer(); };
  return button;
}

// Updates rows in place: somebody may be pressing a row right now, so its element must stay the same.
function fill(box, rows) {
  const key = (each) => each.dataset.key ?? each.dataset.shortcut;
  rows.forEach((fresh, at) => {
    const old = box.children[at];
    if (!old) box.append(fresh);
    else if (key(old) !== key(fresh)) old.replaceWith(fresh);
    else if (old.outerHTML !== fresh.outerHTML) {
      for (const name of old.getAttributeNames()) if (!fresh.hasAttribute(name)) old.removeAttribute(name);
      for (const { name, value } of fresh.attributes) old.setAttribute(name, value);
      old.replaceChildren(...fresh.childNodes);
      old.onclick = fresh.onclick;
    }
  });
  while (box.children.length > rows.length) box.lastElementChild.remove();
}

export function drawSide({ who, place, people, places, shortcuts, unread, actAs, show }) {
  const all = (person) => places.reduce((sum, each) => sum + unread(person, each), 0);
  fill($("people"), people.map((each, number) => row(each.name, {
    detail: each.role,
    mark: each.name.split(" ").map((part) => part[0]).join(""),
    hue: `hue-${number}`,
    count: each.id === who ? 0 : all(each.id),
    on: each.id === who,
    state: "aria-pressed",
    key: each.id,
    act: () => actAs(each.id),
  })));
  fill($("places"), [...places, "home"].map((each) => row(NAMES[each] ?? each.slice(1), {
    mark: { attune: "A", home: "⌂" }[each] ?? "#",
    hue: each === "attune" ? "hue-attune" : "plain",
    count: unread(who, each),
    on: each === place,
    state: "aria-current",
    key: each,
    act: () => show(each),
  })));
  const entries = shortcuts.filter((each) => !each.on_message);
  $("menu").hidden = !entries.length;
  fill($("shortcuts"), entries.map((each) => {
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: each.label });
    button.dataset.shortcut = each.name;
    button.onclick = closeDrawer;
    return button;
  }));
  $("elsewhere").hidden = !people.some((each) => all(each.id));
  document.title = `${all(who) ? `(${all(who)}) ` : ""}${NAMES[place] ?? place} · Attune playground`;
}

function setDrawer(open) {
  document.body.classList.toggle("drawn", open);
  $("scrim").hidden = !open;
  $("stage").inert = open;
  $("drawer").setAttribute("aria-expanded", String(open));
}

function closeDrawer() {
  if (!document.body.classList.contains("drawn")) return;
  setDrawer(false);
  $("drawer").focus();
}

export function startDrawer() {
  $("drawer").onclick = () => {
    setDrawer(true);
    $("people").querySelector("[aria-pressed=true]")?.focus();
  };
  $("scrim").onclick = closeDrawer;
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") closeDrawer(); });
  matchMedia("(min-width: 761px)").addEventListener("change", () => setDrawer(false));
}
