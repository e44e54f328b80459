// How well the person is seen, in words, with what to change.

import { givesPictures, isFaulty } from "./camera_state.js";
import { byId, say } from "./dom.js";

// Words that change every moment cannot be read.
const SHOWN_AT_LEAST_MS = 2000;
const NO_LIMIT = { smallest_mm: null, only_large: false };
const SAME_LIMIT = 0.25;
const LEVELS = { info: "calm", warning: "warn", error: "bad" };

/** Connect the coach. */
export function startCoach(connection) {
  let since_ms = -Infinity;
  let limit = NO_LIMIT;
  function follow(status, atOnce = false) {
    const now = { smallest_mm: status.detectable_now_mm, only_large: status.only_large };
    // It wanders a little all the time, which nobody wants to be told.
    const isNear = Math.abs(now.smallest_mm / limit.smallest_mm - 1) < SAME_LIMIT;
    if (!isNear) limit = now;
    const advice = adviceFor(status, limit);
    const changed = byId("coach-words").textContent !== advice.words;
    const now_ms = performance.now();
    if (changed && !atOnce && now_ms - since_ms < SHOWN_AT_LEAST_MS) return;
    if (changed) since_ms = now_ms;
    byId("coach").dataset.level = advice.level;
    say(byId("coach-words"), advice.words);
    say(byId("coach-more"), advice.more);
  }
  connection.on("hello", (hello) => {
    limit = NO_LIMIT;
    follow(hello.status, true);
  });
  connection.on("status", (status) => follow(status));
  connection.on("connection", (state) => {
    if (state === "open") return;
    byId("coach").dataset.level = "bad";
    say(byId("coach-words"), "Nothing is being watched through this page.");
    say(byId("coach-more"), "");
    since_ms = -Infinity;
  });
}

function adviceFor(
  { phase, settling, observable, unobservable_reason, camera, coach },
  { smallest_mm, only_large },
) {
  const [first, ...others] = coach;
  if (first)
    return {
      level: LEVELS[first.severity],
      words: first.text,
      more: others.map(({ text }) => text).join(" "),
    };
  if (phase === "paused")
    return { level: "calm", words: "Paused.", more: "This time is not counted as observed." };
  if (phase === "stopped")
    return { level: "calm", words: "Finished.", more: "Nothing is being counted any more." };
  if (camera.state === "waiting")
    return { level: "calm", words: camera.text || "Waiting for the first picture.", more: "" };
  if (!givesPictures(camera))
    return {
      level: isFaulty(camera) ? "bad" : "calm",
      words: "No picture at the moment.",
      more: "",
    };
  if (settling)
    return {
      level: "calm",
      words: "Measuring light and noise.",
      more: "Hold still for a moment, mouth closed and at rest.",
    };
  if (!observable)
    return {
      level: "warn",
      words: `Right now a twitch would not be seen: ${unobservable_reason ?? "no reason stated"}.`,
      more: "",
    };
  if (phase === "running" && only_large)
    return {
      level: "warn",
      words: "Only large twitches would be noticed.",
      more: `${wouldBeNoticed(smallest_mm)} Hold head and face still, move closer, put more light on the face.`,
    };
  return {
    level: "good",
    words: "You are seen well.",
    more: phase === "running" ? wouldBeNoticed(smallest_mm) : "Press Start to begin counting.",
  };
}

function wouldBeNoticed(smallest_mm) {
  const size = smallest_mm === null ? "" : ` of about ${smallest_mm.toFixed(1)} mm or more`;
  return `A twitch${size} would be noticed now.`;
}
