// How the traces are drawn: one lane per lip quadrant over a common time axis.

import { WINDOW_S } from "./trace_history.js";
import { QUADRANTS, clock } from "./words.js";

const AXIS_PX = 26;
const LABEL_PX = 92;
const NARROW_PX = 480;
const HALF_LABEL_PX = 20;
const GAP_S = 0.3;

/** Draw everything in view. `events` are event rows, `marks` moments felt in seconds. */
export function drawTraces(canvas, view) {
  const pen = fit(canvas);
  const width = canvas.clientWidth;
  const height = canvas.clientHeight;
  const left = width < NARROW_PX ? 0 : LABEL_PX;
  const laneHeight = (height - AXIS_PX) / QUADRANTS.length;
  const scene = {
    ...view,
    pen,
    left,
    width,
    laneHeight,
    floor: height - AXIS_PX,
    scale: view.history.scaleMm,
    x: (time_s) => left + ((time_s - view.edge_s) / WINDOW_S + 1) * (width - left),
  };
  pen.clearRect(0, 0, width, height);
  pen.font = `13px ${getComputedStyle(canvas).fontFamily}`;
  pen.save();
  pen.beginPath();
  pen.rect(left, 0, width - left, height);
  pen.clip();
  for (const event of view.events) drawEvent(scene, event);
  drawGrid(scene);
  for (const lane of QUADRANTS.keys()) drawLane(scene, lane);
  for (const mark of view.marks) drawMark(scene, mark);
  pen.restore();
  for (const [lane, name] of QUADRANTS.entries()) drawLabel(scene, lane, name);
}

function fit(canvas) {
  const ratio = window.devicePixelRatio || 1;
  const [width, height] = [canvas.clientWidth * ratio, canvas.clientHeight * ratio].map(Math.round);
  if (canvas.width !== width || canvas.height !== height) {
    canvas.width = width;
    canvas.height = height;
  }
  const pen = canvas.getContext("2d");
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  return pen;
}

function drawEvent(scene, { kind, onset_s, duration_s, lip, side }) {
  const { pen, x, laneHeight, floor, colours } = scene;
  const from = x(onset_s);
  const wide = Math.max(3, x(onset_s + duration_s) - from);
  if (from > scene.width || from + wide < scene.left) return;
  if (kind === "unobservable") {
    hatch(scene, from, wide, floor);
    return;
  }
  for (const [lane, name] of QUADRANTS.entries()) {
    if (!takesPart(name, lip, side)) continue;
    const top = lane * laneHeight + 3;
    pen.fillStyle = kind === "twitch" ? colours["moving-fill"] : colours.blind;
    pen.globalAlpha = kind === "twitch" ? 0.34 : 0.3;
    pen.fillRect(from - 2, top, wide + 4, laneHeight - 6);
    pen.globalAlpha = 1;
    if (kind === "twitch") pen.fillRect(from - 2, top, wide + 4, 3);
  }
}

function takesPart(quadrant, lip, side) {
  const [ofLip, ofSide] = quadrant.split("-");
  return [ofLip, "both"].includes(lip) && [ofSide, "both"].includes(side);
}

function hatch({ pen, colours }, from, wide, floor) {
  pen.save();
  pen.beginPath();
  pen.rect(from, 0, wide, floor);
  pen.clip();
  pen.strokeStyle = colours.blind;
  pen.lineWidth = 2;
  pen.beginPath();
  // Lines stand still against the time axis, so that they scroll with it.
  for (let at = from - floor; at < from + wide; at += 8) {
    pen.moveTo(at, floor);
    pen.lineTo(at + floor, 0);
  }
  pen.stroke();
  pen.restore();
}

function drawGrid({ pen, x, edge_s, floor, colours, laneHeight, left, width }) {
  pen.lineWidth = 1;
  pen.strokeStyle = colours.line;
  pen.fillStyle = colours["soft-ink"];
  pen.textAlign = "center";
  pen.textBaseline = "top";
  for (let second = Math.ceil((edge_s - WINDOW_S) / 5) * 5; second <= edge_s; second += 5) {
    line(pen, x(second), 0, x(second), floor + 4);
    const fits = x(second) > left + HALF_LABEL_PX && x(second) < width - HALF_LABEL_PX;
    if (second >= 0 && fits) pen.fillText(clock(second, 0), x(second), floor + 7);
  }
  for (let lane = 1; lane <= QUADRANTS.length; lane += 1)
    line(pen, left, lane * laneHeight, width, lane * laneHeight);
}

function line(pen, fromX, fromY, toX, toY) {
  pen.beginPath();
  pen.moveTo(fromX, fromY);
  pen.lineTo(toX, toY);
  pen.stroke();
}

function drawLane(scene, lane) {
  const { pen, colours, history } = scene;
  pen.lineWidth = 1.25;
  pen.strokeStyle = colours.threshold;
  pen.setLineDash([5, 4]);
  curve(scene, lane, history.threshold_mm);
  pen.setLineDash([]);
  pen.lineWidth = 1.75;
  pen.strokeStyle = colours.trace;
  curve(scene, lane, history.magnitude_mm);
}

function curve({ pen, x, history, laneHeight, scale, edge_s }, lane, rows) {
  const bottom = (lane + 1) * laneHeight - 4;
  const perMm = (laneHeight - 10) / scale;
  let last_s = -Infinity;
  pen.beginPath();
  for (const [at, time_s] of history.time_s.entries()) {
    const value = rows[at][lane];
    if (value === null || time_s < edge_s - WINDOW_S - 1) continue;
    const y = Math.max(lane * laneHeight + 2, bottom - value * perMm);
    if (time_s - last_s > GAP_S) pen.moveTo(x(time_s), y);
    else pen.lineTo(x(time_s), y);
    last_s = time_s;
  }
  pen.stroke();
}

function drawMark({ pen, x, floor, colours }, time_s) {
  const at = x(time_s);
  pen.strokeStyle = colours.felt;
  pen.fillStyle = colours.felt;
  pen.lineWidth = 1;
  line(pen, at, 0, at, floor);
  pen.beginPath();
  pen.moveTo(at - 6, floor);
  pen.lineTo(at + 6, floor);
  pen.lineTo(at, floor - 10);
  pen.fill();
}

function drawLabel({ pen, left, laneHeight, colours, scale }, lane, name) {
  const top = lane * laneHeight;
  const [lip, side] = name.split("-");
  pen.textAlign = "left";
  pen.textBaseline = "top";
  pen.fillStyle = colours.ink;
  if (!left) {
    const words = `${lip} ${side}`;
    pen.fillStyle = colours.surface;
    pen.globalAlpha = 0.8;
    pen.fillRect(0, top + 2, pen.measureText(words).width + 10, 18);
    pen.globalAlpha = 1;
    pen.fillStyle = colours.ink;
    pen.fillText(words, 4, top + 4);
    return;
  }
  pen.fillText(`${lip} ${side}`, 0, top + laneHeight / 2 - 8);
  if (lane > 0) return;
  pen.fillStyle = colours["soft-ink"];
  pen.textAlign = "right";
  pen.fillText(`${scale} mm`, left - 6, 4);
}
