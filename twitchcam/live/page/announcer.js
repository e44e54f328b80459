// What screen readers say while one looks elsewhere: one sentence at a time, never a flood.

import { byId, make } from "./dom.js";
import { counted } from "./words.js";

const PAUSE_MS = 3000;
// The log keeps so many sentences: each is a new one, so that the same words are said again.
const KEPT = 5;

/** Returns a function that announces a twitch in words, and one that says something at once. */
export function startAnnouncer() {
  const log = byId("announcer");
  let waiting = [];
  let resting = false;

  function add(words) {
    if (!words) return;
    log.append(make("p", {}, words));
    while (log.childElementCount > KEPT) log.firstElementChild.remove();
  }
  function speak() {
    if (!waiting.length) return;
    add(
      waiting.length === 1
        ? waiting[0]
        : `${counted(waiting.length, "twitch", "twitches")}. Last: ${waiting.at(-1)}`,
    );
    waiting = [];
    resting = true;
    setTimeout(() => {
      resting = false;
      speak();
    }, PAUSE_MS);
  }

  return {
    twitch(words) {
      waiting.push(words);
      if (!resting) speak();
    },
    now(words) {
      waiting = [];
      add(words);
    },
  };
}
