// The virtual clock: the time, a ribbon for the day, the next event, and whether the week is over.

const $ = (id) => document.getElementById(id);
let base = null;

function parts(zone, moment) {
  const wanted = { weekday: "long", day: "numeric", month: "long", hour: "2-digit", minute: "2-digit" };
  const format = new Intl.DateTimeFormat("en-GB", { ...wanted, timeZone: zone, hourCycle: "h23" });
  return Object.fromEntries(format.formatToParts(moment).map(({ type, value }) => [type, value]));
}

function tick() {
  if (!base) return;
  const at = parts(base.zone, base.now + performance.now() - base.seen);
  const hour = `${at.hour}:${at.minute}`;
  if ($("hour").textContent === hour && $("day").textContent.endsWith(` ${at.day}`)) return;
  $("hour").textContent = hour;
  $("day").textContent = `${at.weekday} ${at.day}`;
  $("month").textContent = at.month;
  $("now").style.insetInlineStart = place(at.hour, at.minute);
}

const place = (hour, minute) => `${((Number(hour) * 60 + Number(minute)) / 1440) * 100}%`;

export function setClock(clock) {
  if (base && clock.now < base.now) return; // an older answer that arrived late
  base = { ...clock, seen: performance.now() };
  const { next } = clock;
  $("coming").textContent = next ? [next.label, next.what].filter(Boolean).join(" · ") : "Nothing is planned";
  const today = next?.label.match(/^(\d\d):(\d\d)$/);
  $("over").hidden = !clock.over;
  $("next").hidden = !today;
  if (today) $("next").style.insetInlineStart = place(today[1], today[2]);
  const missed = clock.today;
  $("today").hidden = !missed || sessionStorage.getItem("today") === missed.shown;
  if (missed) for (const key of ["shown", "real"]) $(`today-${key}`).textContent = missed[key];
  tick();
}

// Hides the offer to start from today, until the clock shows another day.
export function hideToday() {
  sessionStorage.setItem("today", $("today-shown").textContent);
  $("today").hidden = true;
}

setInterval(tick, 1000);
