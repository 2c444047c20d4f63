// The page's URL says which person this window acts as and which place it shows. So a reload keeps
// both, two windows can be two people, and Back returns to what was shown before. An open form has a
// history entry of its own, so that Back closes it.

let leaving = null; // a promise, while the browser goes back from a form's history entry

const bare = (place) => place.replace(/^#/, "");
const written = (who, place) => `?${new URLSearchParams({ who, place: bare(place) })}`;

export function read(people, places) {
  const asked = new URLSearchParams(location.search);
  return {
    who: people.find((each) => each.id === asked.get("who"))?.id ?? people[0].id,
    place: places.find((each) => bare(each) === asked.get("place")) ?? "attune",
  };
}

export async function write(who, place) {
  await leaving; // an entry added now would be lost together with the form's entry
  if (written(who, place) === location.search) return;
  if (location.search) history.pushState(null, "", written(who, place));
  else history.replaceState(null, "", written(who, place));
}

export async function formOpened() {
  await leaving;
  if (!history.state?.form) history.pushState({ form: true }, "");
}

export function formClosed() {
  if (!leaving && history.state?.form) {
    leaving = new Promise((done) => addEventListener("popstate", () => { leaving = null; done(); }, { once: true }));
    history.back();
  }
  return leaving;
}

export function onBack(act) {
  addEventListener("popstate", () => { if (!leaving) act(); });
  formClosed(); // after a reload, the entry of a form is still there, but the form is not open
}
