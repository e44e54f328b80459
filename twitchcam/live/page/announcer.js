// What screen readers say while one looks elsewhere: one sentence at a time, never a flood.

import { byId, make } from "./dom.js";
import { counted } from "./words.js";

const PAUSE_MS = 3000;
// The log keeps so many sentences: each is a new one, so that the same words are said again.
const KEPT = 5;

/**
 * Returns functions that announce a twitch, that tell what became of it if it was still being
 * checked, and that say something at once.
 */
export function startAnnouncer() {
  const log = byId("announcer");
  // Messages by their number: those that are not said yet, and what was said while being checked.
  const waiting = new Map();
  const unsettled = new Set();
  let resting = false;

  function add(words) {
    if (!words) return;
    log.append(make("p", {}, words));
    while (log.childElementCount > KEPT) log.firstElementChild.remove();
  }
  function speak() {
    if (!waiting.size) return;
    const last = wordsOf([...waiting.values()].at(-1));
    add(
      waiting.size === 1 ? last : `${counted(waiting.size, "twitch", "twitches")}. Last: ${last}`,
    );
    for (const { id, final } of waiting.values()) if (!final) unsettled.add(id);
    waiting.clear();
    resting = true;
    setTimeout(() => {
      resting = false;
      speak();
    }, PAUSE_MS);
  }

  return {
    twitch(message) {
      waiting.set(message.id, message);
      if (!resting) speak();
    },
    settled(message) {
      const { id, withdrawn } = message;
      if (withdrawn) waiting.delete(id);
      else if (waiting.has(id)) waiting.set(id, message);
      if (unsettled.delete(id) && withdrawn) add("One withdrawn: on a second look no twitch.");
    },
    now(words) {
      waiting.clear();
      add(words);
    },
  };
}

function wordsOf({ final, event }) {
  return final ? event.words : `${event.words}, being checked`;
}
