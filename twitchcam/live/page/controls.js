// Start, pause, stop, "I felt one now"; and the state in the title.

import { isFaulty } from "./camera_state.js";
import { byId, say } from "./dom.js";
import { clock } from "./words.js";

const RUN = {
  ready: ["Start", "start"],
  running: ["Pause", "pause"],
  paused: ["Resume", "resume"],
  stopped: ["New session", "start"],
};
const PHASES = { ready: "Ready", running: "Counting", paused: "Paused", stopped: "Finished" };
const PRESSED = "button, a, summary, input[type=checkbox], input[type=radio], select";
const MOVES = ["Tab", "ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End"];
const TYPED = "input:not([type=checkbox], [type=radio]), textarea";

/** Connect buttons and keys. */
export function startControls(connection) {
  const run = byId("run");
  const stop = byId("stop");
  const felt = byId("felt");
  let phase = null;

  function draw(link, status) {
    phase = link === "open" ? status.phase : null;
    run.disabled = phase === null;
    stop.disabled = phase !== "running" && phase !== "paused";
    felt.disabled = phase !== "running";
    if (phase) say(run, RUN[phase][0]);
    const [look, words] = stateOf(link, status);
    byId("state").dataset.state = look;
    say(byId("state-words"), words);
    say(byId("state-clock"), phase && phase !== "ready" ? clock(status.time_s, 0) : "");
  }

  // The further clicks of a double click do not take back what the first one did.
  run.addEventListener("click", ({ detail }) => {
    if (phase && detail <= 1) connection.send(RUN[phase][1]);
  });
  stop.addEventListener("click", (press) => {
    connection.send("stop");
    if (isByKey(press)) run.focus();
  });
  felt.addEventListener("click", (press) => mark(press));
  // Whoever goes through the page by keyboard expects the space bar to press what has the focus.
  let byPointer = false;
  document.addEventListener("pointerdown", () => (byPointer = true), true);
  document.addEventListener("keydown", (press) => {
    if (MOVES.includes(press.key)) byPointer = false;
    if (press.ctrlKey || press.metaKey || press.altKey || !isFeltKey(press, byPointer)) return;
    press.preventDefault();
    if (!press.repeat) mark(press);
  });
  // Some browsers press a button only when the key goes up.
  document.addEventListener("keyup", (press) => {
    if (press.key === " " && isFeltKey(press, byPointer)) press.preventDefault();
  });

  function mark(press) {
    if (phase !== "running") {
      say(byId("felt-said"), "Not noted: nothing is being counted.");
      return;
    }
    const ago_s = Math.min(5, Math.max(0, (performance.now() - press.timeStamp) / 1000));
    const sent = connection.send("felt", { ago_s });
    if (!sent) say(byId("felt-said"), "Not noted: there is no connection.");
  }

  connection.on("hello", ({ status }) => draw("open", status));
  connection.on("status", (status) => draw("open", status));
  connection.on("connection", (link) => link !== "open" && draw(link, null));
  draw("connecting", null);
}

// Clicks by a pointer are counted, those by a key are not.
function isByKey(press) {
  return press.detail === 0;
}

// How the state looks, and its words.
function stateOf(link, status) {
  if (link === "connecting") return ["connecting", "Connecting"];
  if (link !== "open") return ["gone", "No connection"];
  const watching = status.phase === "ready" || status.phase === "running";
  if (!watching || !isFaulty(status.camera)) return [status.phase, PHASES[status.phase]];
  return ["fault", status.phase === "running" ? "Counting, no picture" : "No picture"];
}

// F works everywhere but where one types or chooses; space only where it presses nothing that was
// reached by keyboard.
function isFeltKey({ key, target }, byPointer) {
  if (document.querySelector("dialog[open]") || target.closest(TYPED)) return false;
  if (key === "f" || key === "F") return byPointer || !target.closest("select");
  return key === " " && (byPointer || !target.closest(PRESSED));
}
