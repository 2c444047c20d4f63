// Who this window is and what it shows, kept in its address: a reload keeps both, two windows can be
// two people, and Back leads to what was shown before. An open form is a step of its own, so that
// Back closes it.

let leaving = null; // settled once the browser has taken the form's step back

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
  await leaving; // a step taken now would be lost with the one that is taken back
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
  formClosed(); // a reload leaves the step of a form that is no longer open
}
