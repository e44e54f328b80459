// What is recorded with what, where the files are, what is kept, and how to delete it.

import { byId, make, say, show } from "./dom.js";
import { onNewSession } from "./new_session.js";
import { counted, decimals } from "./words.js";

const CLIPS = {
  off: "no clips: no video is kept",
  mouth: "a short clip of each twitch, mouth region only",
  picture: "a short clip of each twitch, the whole picture",
};
const KINDS = {
  camera: "camera",
  stream: "stream",
  file: "recording, replayed",
  browser: "this or another browser's camera",
};

/** Connect the panel; `camera` is the browser's camera with `start` and `stop`. */
export function startSessionPanel(connection, camera) {
  const facts = pairs({
    began: "Began",
    source: "Source",
    picture: "Picture",
    dropped: "Pictures",
    false: "Can be false",
    detectable: "Detectable",
    folder: "Folder",
    files: "Files",
  });
  const clips = make(
    "select",
    { id: "clips" },
    ...Object.entries(CLIPS).map(([value, label]) => make("option", { value }, label)),
  );
  const kept = make("p", { className: "fine" });
  const erase = make(
    "button",
    { type: "button", className: "danger", id: "delete" },
    "Delete this session",
  );
  byId("panel-session").append(
    facts.list,
    make("div", {}, make("label", {}, "On each twitch keep ", clips), kept),
    make("div", { className: "buttons" }, camera.button, erase),
  );
  let session = null;

  clips.addEventListener("change", () => connection.send("clips", { wish: clips.value }));
  askBeforeDeleting(erase, () => session, connection);

  function drawSession(message) {
    session = message;
    const began =
      message.zero_epoch_ms === null || message.deleted ? null : new Date(message.zero_epoch_ms);
    facts.set(
      "began",
      began ? began.toLocaleString("en-GB", { dateStyle: "long", timeStyle: "medium" }) : "not yet",
    );
    facts.set(
      "folder",
      message.deleted
        ? "deleted"
        : message.folder || "none yet: nothing is written before the start",
    );
    facts.setList("files", message.deleted ? [] : message.files);
    clips.value = message.clips;
    say(kept, keptWords(message));
    show(erase, Boolean(message.id) && !message.deleted);
  }
  function drawStatus({ camera: source }) {
    facts.set("source", `${source.name} (${KINDS[source.kind]})`);
    const size = source.width_px ? `${source.width_px} × ${source.height_px}` : "none yet";
    facts.set(
      "picture",
      source.rate_hz === null ? size : `${size}, ${decimals(source.rate_hz, 1)} per second`,
    );
    const seen =
      source.rate_hz === null ? "" : `${size}, ${decimals(source.rate_hz, 0)} pictures/s`;
    say(
      byId("facts"),
      [seen, source.dropped ? `${source.dropped} not watched` : ""].filter(Boolean).join(", "),
    );
    facts.set(
      "dropped",
      [`${source.pictures} watched`, source.dropped_text].filter(Boolean).join("; "),
    );
  }
  function drawSummary(summary) {
    facts.set("false", summary?.can_be_false ?? "not known yet");
    facts.set("detectable", summary?.missed ?? "not measured yet");
  }
  connection.on("hello", (hello) => {
    drawSession(hello.session);
    drawStatus(hello.status);
    drawSummary(hello.summary);
  });
  connection.on("session", drawSession);
  connection.on("status", drawStatus);
  connection.on("summary", drawSummary);
  onNewSession(connection, () => drawSummary(null));
}

function keptWords({ clip_count, clips_left_out }) {
  const kept = clip_count || clips_left_out ? `${counted(clip_count, "clip")} kept so far.` : "";
  const left = `${counted(clips_left_out, "was", "were")} left out: they came faster than this computer can write them.`;
  return clips_left_out ? `${kept} ${left}` : kept;
}

function pairs(labels) {
  const values = new Map(
    Object.keys(labels).map((name) => [name, make("dd", { id: `fact-${name}` })]),
  );
  const list = make("dl", { className: "pairs" });
  for (const [name, label] of Object.entries(labels))
    list.append(make("dt", {}, label), values.get(name));
  values.get("folder").className = "path";
  return {
    list,
    set: (name, words) => say(values.get(name), words),
    setList(name, lines) {
      if (values.get(name).dataset.lines === lines.join("\n")) return;
      values.get(name).dataset.lines = lines.join("\n");
      values
        .get(name)
        .replaceChildren(
          ...(lines.length
            ? [make("ul", { className: "path" }, ...lines.map((line) => make("li", {}, line)))]
            : ["none"]),
        );
    },
  };
}

function askBeforeDeleting(erase, current, connection) {
  const dialog = byId("delete-dialog");
  let asked = null;
  erase.addEventListener("click", () => {
    asked = current();
    say(
      byId("delete-words"),
      `Everything that was written of it will be deleted from ${asked.folder}: counts, events, traces and clips. This cannot be undone.`,
    );
    dialog.showModal();
  });
  byId("delete-no").addEventListener("click", () => dialog.close());
  byId("delete-yes").addEventListener("click", () => {
    connection.send("delete_session", { session: asked.id });
    dialog.close();
  });
}
