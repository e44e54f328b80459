// The strip below the title: the most important thing to know right now. It is always there, so
// that nothing moves when it changes.

import { isFaulty } from "./camera_state.js";
import { byId, say, show } from "./dom.js";

const CALM = { level: "calm", words: "Nothing leaves this computer. No video is kept." };
const CLIPS = {
  level: "calm",
  words: "Nothing leaves this computer. A short clip of each twitch is kept.",
};
const NO_MORE_CLIPS = {
  level: "calm",
  words: "Nothing leaves this computer. Clips that this session made are kept; no more are made.",
};
const DELETED = "The session was deleted.";
const LEVELS = { info: "calm", warning: "warn", error: "bad" };

/** Connect the strip; `useBrowserCamera` is offered where the camera cannot be had. */
export function startNotice(connection, { useBrowserCamera }) {
  let link = "connecting";
  let folder = "";
  let whyEnded = "";
  let clips = "off";
  let clipCount = 0;
  let recovered = [];
  let notRecovered = [];
  let status = null;
  let told = null;
  let urgent = "";
  let understood = "";

  function choose() {
    if (link === "gone") {
      // It may say why.
      const fault = told?.level === "bad" ? `${told.words} ` : "";
      return { level: "bad", words: fault + gone(folder) };
    }
    if (link === "full")
      return {
        level: "warn",
        words:
          "twitchcam is open in too many tabs or windows: close one. This page then connects by itself.",
      };
    if (link === "refused")
      return {
        level: "bad",
        words:
          "This is not the address of the running twitchcam: it changes with every start. Open the one that the terminal shows.",
      };
    if (link === "connecting")
      return { level: "calm", words: "Connecting to twitchcam on this computer" };
    if (status?.saving) return { level: "bad", words: status.saving };
    if (urgent && urgent !== understood)
      return { level: "bad", words: urgent, action: ["Understood", () => (understood = urgent)] };
    if (told) return { ...told, action: ["Understood", () => (told = null)] };
    if (status && isFaulty(status.camera)) return cameraFault(status, useBrowserCamera);
    if (status?.camera.state === "slow") return { level: "warn", words: status.camera.text };
    if (status?.phase === "stopped" && (folder || whyEnded))
      return atEnd(whyEnded, folder, status.camera);
    if (notRecovered.length)
      return {
        level: "warn",
        words: notRecovered.join(" "),
        action: ["Understood", () => (notRecovered = [])],
      };
    if (recovered.length)
      return {
        level: "good",
        words: recoveredWords(recovered),
        action: ["Understood", () => (recovered = [])],
      };
    if (clips !== "off") return CLIPS;
    return clipCount ? NO_MORE_CLIPS : CALM;
  }

  function draw() {
    const { level, words, action } = choose();
    byId("notice").dataset.level = level;
    say(byId("notice-words"), words);
    const button = byId("notice-action");
    show(button, Boolean(action));
    say(button, action?.[0] ?? "");
    button.onclick = () => {
      action?.[1]();
      draw();
    };
  }

  connection.on("connection", (state) => {
    link = state;
    draw();
  });
  connection.on("hello", (hello) => {
    status = hello.status;
    recovered = hello.session.recovered;
    notRecovered = hello.session.not_recovered;
    urgent = hello.causes.urgent.join(" ");
    takeSession(hello.session);
  });
  connection.on("session", (session) => takeSession(session));
  connection.on("status", (message) => {
    status = message;
    draw();
  });
  connection.on("causes", (causes) => {
    urgent = causes.urgent.join(" ");
    draw();
  });
  connection.on("notice", ({ severity, text }) => {
    told = { level: LEVELS[severity], words: text };
    draw();
  });
  function takeSession(session) {
    clips = session.clips;
    clipCount = session.deleted ? 0 : session.clip_count;
    folder = session.deleted ? "" : session.folder;
    whyEnded = session.why_ended;
    if (session.deleted) told = { level: "good", words: DELETED };
    else if (told?.words === DELETED && session.id) told = null;
    draw();
  }
  draw();
  return (severity, text) => {
    told = { level: LEVELS[severity], words: text };
    draw();
  };
}

function gone(folder) {
  const where = folder ? ` What was counted until then is in ${folder}.` : "";
  return `twitchcam does not answer.${where} This page reconnects by itself; if twitchcam was closed, start it again.`;
}

function atEnd(why, folder, { dropped_many, dropped_text }) {
  const lost = dropped_many ? `${dropped_text}.` : "";
  return { level: why || lost ? "warn" : "good", words: `${endWords(why, folder)} ${lost}`.trim() };
}

function endWords(why, folder) {
  const where = folder
    ? `This session is complete. Its files, a page for your doctor among them, are in ${folder}.`
    : "";
  return `${why} ${where}`.trim();
}

function cameraFault({ camera, phase }, useBrowserCamera) {
  const fault = { level: "bad", words: camera.text };
  // While it counts, a session keeps its camera.
  const isCounting = phase === "running" || phase === "paused";
  return !isCounting && (camera.kind === "camera" || camera.kind === "browser")
    ? { ...fault, action: ["Use this browser's camera", useBrowserCamera] }
    : fault;
}

function recoveredWords(names) {
  return `An earlier session that was broken off has been completed from what was saved: ${names.join(", ")}.`;
}
