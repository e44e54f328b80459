// The browser's own camera: each new picture goes to the monitor on this computer, and nowhere else.

import { make, say } from "./dom.js";

const WISH = {
  audio: false,
  video: { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30 } },
};
const QUALITY = 0.9;
const MOST_WAITING_BYTES = 1_000_000;
const LOST_MS = 500;
const MARK = [0x54, 0x43, 0x46, 0x31]; // "TCF1"
const HEAD_BYTES = 12;
const REFUSALS = {
  NotAllowedError:
    "This browser was not allowed to use the camera. Allow it beside the address, then try again.",
  NotFoundError: "This browser finds no camera.",
  NotReadableError: "The camera is in use by another program. Close that one, then try again.",
};

/** Makes the button that turns it on and off; `tell` shows a sentence to the person. */
export function makeBrowserCamera(connection, tell) {
  const button = make("button", { type: "button", id: "browser-camera" });
  let video = null;
  let opening = false;

  async function start() {
    if (video || opening) return;
    opening = true;
    draw();
    try {
      video = await openCamera();
    } catch (error) {
      tell("error", REFUSALS[error.name] ?? `The camera could not be opened: ${error.message}`);
      return;
    } finally {
      opening = false;
      draw();
    }
    const [track] = video.srcObject.getVideoTracks();
    track.addEventListener("ended", () => {
      stop();
      // The monitor answers that it is off; why is known here alone.
      setTimeout(
        () => tell("error", "The browser's camera was lost. Plug it in and turn it on again."),
        LOST_MS,
      );
    });
    offer();
    sendPictures(video, connection, () => video !== null);
    draw();
  }
  function turnOff() {
    for (const track of video?.srcObject.getTracks() ?? []) track.stop();
    video = null;
    draw();
  }
  function stop() {
    turnOff();
    connection.send("browser_camera", { on: false });
  }
  function offer() {
    if (!video) return;
    const [track] = video.srcObject.getVideoTracks();
    // Whole characters: half of one is no text.
    const name = [...(track.label || "browser")].slice(0, 200).join("");
    connection.send("browser_camera", { on: true, name });
  }
  function draw() {
    button.disabled = opening;
    say(button, video ? "Stop using this browser's camera" : "Use this browser's camera");
  }

  button.addEventListener("click", () => (video ? stop() : start()));
  connection.on("hello", offer);
  connection.on("camera_off", ({ text }) => {
    if (!video) return;
    turnOff();
    tell("warning", text);
  });
  document.addEventListener("visibilitychange", () => {
    if (video && document.hidden)
      tell("warning", "Keep this tab in view: browsers stop the camera's pictures of hidden tabs.");
  });
  draw();
  return { button, start };
}

async function openCamera() {
  if (!navigator.mediaDevices) throw new Error("this browser offers no camera to pages");
  const video = make("video", { muted: true, playsInline: true });
  video.srcObject = await navigator.mediaDevices.getUserMedia(WISH);
  try {
    await video.play();
  } catch (error) {
    for (const track of video.srcObject.getTracks()) track.stop();
    throw error;
  }
  return video;
}

function sendPictures(video, connection, wanted) {
  const canvas = new OffscreenCanvas(1, 1);
  const pen = canvas.getContext("2d", { alpha: false });
  let encoding = false;
  let last_ms = -Infinity;

  async function send(time_ms) {
    encoding = true;
    if (canvas.width !== video.videoWidth) canvas.width = video.videoWidth;
    if (canvas.height !== video.videoHeight) canvas.height = video.videoHeight;
    pen.drawImage(video, 0, 0);
    const jpeg = await canvas.convertToBlob({ type: "image/jpeg", quality: QUALITY });
    const packet = new Uint8Array(HEAD_BYTES + jpeg.size);
    packet.set(MARK);
    new DataView(packet.buffer).setFloat64(MARK.length, time_ms, true);
    packet.set(new Uint8Array(await jpeg.arrayBuffer()), HEAD_BYTES);
    connection.sendRaw(packet);
    encoding = false;
  }
  function next(now_ms, { captureTime, mediaTime }) {
    if (!wanted()) return;
    video.requestVideoFrameCallback(next);
    const time_ms = captureTime ?? mediaTime * 1000;
    if (encoding || time_ms <= last_ms || connection.waitingBytes > MOST_WAITING_BYTES) return;
    last_ms = time_ms;
    send(time_ms);
  }
  video.requestVideoFrameCallback(next);
}
