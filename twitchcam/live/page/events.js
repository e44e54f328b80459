// The list of events, newest first, and the spoken word for each new twitch.

import { byId, make, say, show } from "./dom.js";
import { onNewSession } from "./new_session.js";
import { NOTHING, clock, counted, span, sure } from "./words.js";

const MOST_KEPT = 500;
const LIPS = { upper: "upper lip", lower: "lower lip", both: "both lips" };
const SIDES = { left: "left", right: "right", both: "both sides" };
const EYES = { left: "left eye closes", right: "right eye closes", both: "both eyes close" };

/**
 * Connect the list; `onTwitch` hears of each new twitch, `onSettled` of each other event that is
 * final. Returns a reader of the events kept.
 */
export function startEvents(connection, { onTwitch, onSettled }) {
  const kept = new Map();
  const rows = new Map();
  const body = byId("events").tBodies[0];
  const all = byId("events-all");
  const heard = new Set();
  let older = 0;
  let isCounted = false;

  function put(message) {
    const before = kept.get(message.id);
    kept.set(message.id, message);
    const row = makeRow(message);
    if (before) rows.get(message.id).replaceWith(row);
    else body.insertBefore(row, firstAfter(body, message.event.onset_s));
    rows.set(message.id, row);
    performance.mark(`event-${message.id}-${message.final ? "final" : "first"}`);
    if (kept.size > MOST_KEPT) forgetOldest();
  }

  function forgetOldest() {
    const row = body.lastElementChild;
    kept.delete(Number(row.dataset.id));
    rows.delete(Number(row.dataset.id));
    row.remove();
    older += 1;
  }

  function describe() {
    body.parentElement.dataset.all = String(all.checked);
    const list = [...kept.values()];
    const twitches = list.filter(isTwitch).length;
    const others = list.filter(({ event }) => event.kind !== "twitch").length;
    show(byId("events-empty"), !(all.checked ? list.length : twitches));
    say(byId("events-empty"), isCounted ? "No twitch yet." : "Nothing can be said of twitches.");
    const words = [counted(twitches, "twitch", "twitches") + " listed", `${others} not counted`];
    if (older) words.push(`${counted(older, "older event")} in the files only`);
    say(byId("events-summary"), words.join(", "));
  }

  function forget() {
    kept.clear();
    rows.clear();
    heard.clear();
    body.replaceChildren();
    older = 0;
    isCounted = false;
    describe();
  }

  connection.on("hello", (hello) => {
    forget();
    older = hello.older_events;
    for (const message of hello.events) {
      heard.add(message.id);
      put(message);
    }
    isCounted = Boolean(hello.summary?.counts);
    describe();
  });
  // Where there are no counts, an empty list says nothing.
  connection.on("summary", ({ counts }) => {
    isCounted = counts !== null;
    describe();
  });
  connection.on("event", (message) => {
    put(message);
    describe();
    if (isTwitch(message) && !heard.has(message.id)) {
      heard.add(message.id);
      onTwitch(message);
    } else if (message.final) onSettled(message);
  });
  onNewSession(connection, forget);
  all.addEventListener("change", describe);
  describe();
  return () => [...kept.values()].filter(({ withdrawn }) => !withdrawn).map(({ event }) => event);
}

function isTwitch({ event, withdrawn }) {
  return event.kind === "twitch" && !withdrawn;
}

function firstAfter(body, onset_s) {
  return [...body.rows].find((row) => Number(row.dataset.onset) <= onset_s) ?? null;
}

function makeRow({ id, final, withdrawn, event }) {
  const state = withdrawn ? "withdrawn" : final ? "final" : "first";
  return make(
    "tr",
    { data: { id, kind: event.kind, state, onset: event.onset_s } },
    make("td", {}, clock(event.onset_s)),
    make("td", {}, what(event, withdrawn)),
    make("td", {}, [LIPS[event.lip], SIDES[event.side]].filter(Boolean).join(", ") || NOTHING),
    make("td", { className: "number" }, size(event)),
    make("td", { className: "number" }, final ? sure(event.confidence) : "being checked"),
  );
}

function what(event, withdrawn) {
  if (event.kind !== "twitch") return event.words;
  if (withdrawn) return "withdrawn: on a second look no twitch";
  return [pattern(event), EYES[event.eye]].filter(Boolean).join(", ");
}

function pattern({ pattern: name, peaks, frequency_hz }) {
  if (name === "burst" && peaks !== null) return `burst of ${peaks}`;
  if (name === "tremor" && frequency_hz !== null) return `tremor at ${frequency_hz.toFixed(1)} Hz`;
  return name ?? "movement";
}

function size(event) {
  if (event.kind === "unobservable") return span(event.duration_s);
  return event.amplitude_mm === null ? NOTHING : `${event.amplitude_mm.toFixed(1)} mm`;
}
