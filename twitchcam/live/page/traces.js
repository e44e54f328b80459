// Four scrolling traces with threshold, events and moments felt.

import { byId } from "./dom.js";
import { onColours } from "./theme.js";
import { TraceHistory, WINDOW_S } from "./trace_history.js";
import { drawTraces } from "./trace_drawing.js";

const COLOURS = [
  "trace",
  "threshold",
  "blind",
  "moving-fill",
  "felt",
  "ink",
  "soft-ink",
  "line",
  "surface",
];
const CATCH_UP_PER_S = 8;
const DRAWINGS_PER_S = 24;

/** Connect the traces to the messages. `events` and `marks` give what is marked on them. */
export function startTraces(connection, { events, marks }) {
  const canvas = byId("traces");
  const history = new TraceHistory();
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  let colours = {};
  let edge_s = WINDOW_S;
  let drawn_ms = 0;
  let stale = true;

  onColours(COLOURS, (named) => {
    colours = named;
    stale = true;
  });
  new ResizeObserver(() => {
    stale = true;
  }).observe(canvas);

  connection.on("hello", (hello) => {
    history.clear();
    history.add(hello.signals);
    edge_s = Math.max(WINDOW_S, history.newest);
    stale = true;
  });
  connection.on("signals", (signals) => {
    history.add(signals);
    stale = true;
  });
  for (const type of ["event", "felt", "session"]) connection.on(type, () => (stale = true));

  function step(now_ms) {
    requestAnimationFrame(step);
    const passed_s = (now_ms - drawn_ms) / 1000;
    if (passed_s < 1 / DRAWINGS_PER_S) return;
    const goal_s = Math.max(WINDOW_S, history.newest);
    const away_s = goal_s - edge_s;
    if (!stale && Math.abs(away_s) < 0.01) return;
    drawn_ms = now_ms;
    const jump = calm.matches || Math.abs(away_s) > 2;
    edge_s += jump ? away_s : away_s * (1 - Math.exp(-passed_s * CATCH_UP_PER_S));
    stale = false;
    drawTraces(canvas, { history, edge_s, colours, events: events(), marks: marks() });
  }
  requestAnimationFrame(step);
}
