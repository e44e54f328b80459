// The picture, mirrored as in a mirror, with the lip quadrants of that very picture on it.

import { givesPictures } from "./camera_state.js";
import { byId, say } from "./dom.js";
import { QUADRANTS } from "./words.js";

const MOVING = "255 177 61";
const RESTING = "255 255 255";

/** Connect the preview to the messages. */
export function startPreview(connection) {
  const frame = byId("preview");
  const canvas = byId("preview-canvas");
  const pen = canvas.getContext("2d", { alpha: false });
  let newest = null;
  let decoding = false;
  let held = true;

  async function drawNewest() {
    if (decoding) return;
    decoding = true;
    while (newest) {
      const { head, jpeg } = newest;
      newest = null;
      const picture = await createImageBitmap(jpeg).catch(() => null);
      if (picture) drawOne(picture, head);
      connection.send("shown", { frame: head.frame });
    }
    decoding = false;
  }

  function drawOne(picture, head) {
    draw(pen, canvas, picture, head);
    picture.close();
    if (held) return;
    frame.dataset.picture = "live";
    frame.dataset.moving = head.moving.flatMap((on, at) => (on ? [QUADRANTS[at]] : [])).join(" ");
  }

  connection.on("preview", (message) => {
    newest = message;
    drawNewest();
  });
  connection.on("hello", (hello) => hold(emptyWords(hello.status)));
  connection.on("status", (status) => hold(emptyWords(status)));
  connection.on("connection", (state) => {
    if (state !== "open")
      hold(state === "connecting" ? "Connecting" : "No connection to twitchcam");
  });

  // The last picture stays dimly behind the words, so that nobody takes it for the present.
  function hold(why) {
    held = Boolean(why);
    say(byId("preview-empty"), why || "Waiting for the first picture");
    if (!held) return;
    if (frame.dataset.picture === "live") frame.dataset.picture = "held";
    frame.dataset.moving = "";
  }
}

function emptyWords({ phase, camera }) {
  if (phase === "paused") return "Paused: nothing is watched";
  if (givesPictures(camera)) return "";
  if (camera.text) return camera.text;
  return (
    {
      waiting: "Waiting for the first picture",
      opening: "Opening the camera",
      ended: "The recording has ended",
    }[camera.state] ?? "No picture"
  );
}

function draw(pen, canvas, picture, head) {
  if (canvas.width !== picture.width || canvas.height !== picture.height) {
    canvas.width = picture.width;
    canvas.height = picture.height;
    canvas.style.aspectRatio = `${picture.width} / ${picture.height}`;
  }
  pen.setTransform(-1, 0, 0, 1, canvas.width, 0);
  pen.drawImage(picture, 0, 0);
  for (const [number, outline] of (head.quadrants ?? []).entries()) {
    trace(pen, outline, canvas);
    light(pen, head, number);
  }
}

function trace(pen, outline, { width, height }) {
  pen.beginPath();
  for (const [x, y] of outline) pen.lineTo(x * width, y * height);
  pen.closePath();
}

function light(pen, head, number) {
  const moving = head.moving[number];
  const level = Math.min(1, head.levels?.[number] ?? 0);
  pen.setLineDash(head.observable ? [] : [4, 4]);
  if (moving) {
    pen.fillStyle = `rgb(${MOVING} / 50%)`;
    pen.fill();
  } else if (level > 0.4 && head.observable) {
    pen.fillStyle = `rgb(${MOVING} / ${Math.round(25 * (level - 0.4))}%)`;
    pen.fill();
  }
  pen.lineWidth = moving ? 2 : 1.25;
  pen.strokeStyle = moving ? `rgb(${MOVING})` : `rgb(${RESTING} / ${head.observable ? 60 : 40}%)`;
  pen.stroke();
}
