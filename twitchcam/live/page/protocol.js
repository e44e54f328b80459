// The guided protocol: what comes, what to do now with a countdown, and what each part showed.

import { byId, make, say, show } from "./dom.js";
import { onNewSession } from "./new_session.js";
import { NOTHING, counted, interval, perMinute, span } from "./words.js";

const WHY =
  "A few minutes of rest and simple movements. What the lips do at rest, while the eyes close, and while you try to hold the twitching tells more than rest alone. Sit as you would for a photograph. A tone tells you when to do the next thing, also with your eyes closed.";
const STATES = {
  done: "The protocol is over.",
  cancelled: "The protocol was stopped. What was recorded until then counts.",
};

/** Connect the protocol; `onCue` hears each new instruction. */
export function startProtocol(connection, onCue) {
  const begin = make(
    "button",
    { type: "button", className: "primary", id: "protocol-begin" },
    "Begin",
  );
  const skip = make("button", { type: "button", id: "protocol-skip" }, "Skip this part");
  const cancel = make("button", { type: "button", id: "protocol-stop" }, "Stop the protocol");
  const words = make("p", { className: "prose" });
  const steps = make("ol", { className: "steps", id: "protocol-steps" });
  byId("panel-protocol").append(
    make("p", { className: "prose fine" }, WHY),
    words,
    make("div", { className: "buttons" }, begin, skip, cancel),
    steps,
  );
  begin.addEventListener("click", () => {
    connection.send("protocol_start");
    byId("preview").scrollIntoView({ block: "nearest" });
  });
  // The further clicks of a double click skip no further part.
  skip.addEventListener("click", ({ detail }) => {
    if (detail <= 1) connection.send("protocol_next");
  });
  cancel.addEventListener("click", () => connection.send("protocol_cancel"));
  let cue_number = null;
  let drawn = "";
  let last = null;

  function draw(protocol) {
    last = protocol;
    const { state } = protocol;
    const under_way = state === "lead_in" || state === "active";
    say(
      words,
      STATES[state] ??
        (under_way
          ? ""
          : `${counted(protocol.steps.length, "part")}, about ${span(wholeLength(protocol))}.`),
    );
    show(begin, !under_way);
    show(skip, under_way);
    show(cancel, under_way);
    say(begin, state === "idle" ? "Begin" : "Begin again");
    drawTask(protocol, under_way);
    const outline = JSON.stringify([state, protocol.step, protocol.results, protocol.steps.length]);
    if (outline !== drawn)
      steps.replaceChildren(
        ...protocol.steps.map((step, number) => makeStep(protocol, step, number)),
      );
    drawn = outline;
    if (under_way && cue_number !== null && protocol.cue_number > cue_number) onCue(protocol.cue || coming(protocol));
    ({ cue_number } = protocol);
  }
  onNewSession(connection, () => {
    if (last) draw({ ...last, state: "idle", step: null, results: [], cue: "", cue_number: 0 });
  });
  // A part that waits is not skipped: it begins anew when counting goes on.
  const follow = ({ phase }) => (skip.disabled = phase === "paused");
  connection.on("hello", (hello) => {
    draw(hello.protocol);
    follow(hello.status);
  });
  connection.on("status", follow);
  connection.on("protocol", draw);
  connection.on("connection", (link) => {
    if (link !== "open") show(byId("task"), false);
  });
}

function wholeLength({ steps, lead_in_s }) {
  return steps.reduce((sum, step) => sum + lead_in_s + step.duration_s, 0);
}

function coming({ steps, step }) {
  return step === null ? "" : `Next: ${steps[step].title}. ${steps[step].instruction}`;
}

function drawTask({ state, step, steps, remaining_s, cue }, under_way) {
  const now = under_way && step !== null ? steps[step] : null;
  show(byId("task"), now !== null);
  if (!now) return;
  const coming = state === "lead_in";
  say(
    byId("task-title"),
    `${coming ? "Next, part" : "Part"} ${step + 1} of ${steps.length}: ${now.title}`,
  );
  say(byId("task-instruction"), cue || now.instruction);
  say(byId("task-clock"), remaining_s === null ? "" : String(Math.ceil(remaining_s)));
  byId("task-progress").value =
    coming || remaining_s === null ? 0 : 1 - remaining_s / now.duration_s;
}

function makeStep({ step, state, results }, { name, title, instruction, duration_s }, number) {
  const result = results.find((row) => row.name === name);
  const now = step === number && (state === "lead_in" || state === "active");
  const mark = result ? "✓" : String(number + 1);
  return make(
    "li",
    { data: { state: now ? "now" : result ? "done" : "coming", step: name } },
    make("span", { className: "step-mark", ariaHidden: "true" }, mark),
    make("span", { className: "step-name" }, title),
    make("span", { className: "step-time" }, now ? "now" : span(duration_s)),
    result
      ? make("span", { className: "step-result" }, resultWords(result))
      : make("span", { className: "step-words" }, instruction),
  );
}

function resultWords({ observable_s, twitches, per_minute, with_eye_closure }) {
  if (twitches === null) return "Nothing could be observed in this part.";
  const parts = [counted(twitches, "twitch", "twitches")];
  if (per_minute)
    parts.push(`${perMinute(per_minute.value)} per observable minute (${interval(per_minute)})`);
  if (with_eye_closure) parts.push(`${with_eye_closure} with the eye on their side closing`);
  parts.push(`${span(observable_s) || NOTHING} observable`);
  return `${parts.join(", ")}.`;
}
