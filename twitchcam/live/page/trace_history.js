// The last seconds of movement and threshold, as the traces draw them.

export const WINDOW_S = 15;
const KEPT_S = WINDOW_S + 3;

/** Rows of the traces, oldest first; older ones than the window are let go. */
export class TraceHistory {
  time_s = [];
  magnitude_mm = [];
  threshold_mm = [];

  /** Forget everything, as for a new session. */
  clear() {
    this.time_s = [];
    this.magnitude_mm = [];
    this.threshold_mm = [];
  }

  /** Add the rows of a `signals` message. Rows from before the last one begin a new history. */
  add({ time_s, magnitude_mm, threshold_mm }) {
    if (!time_s.length) return;
    if (time_s[0] < this.newest - 1) this.clear();
    this.time_s.push(...time_s);
    this.magnitude_mm.push(...magnitude_mm);
    this.threshold_mm.push(...threshold_mm);
    const first = this.time_s.findIndex((time) => time > this.newest - KEPT_S);
    for (const rows of [this.time_s, this.magnitude_mm, this.threshold_mm]) rows.splice(0, first);
  }

  /** Time of the newest row, before all others without one. */
  get newest() {
    return this.time_s.at(-1) ?? -Infinity;
  }

  /** A round number of mm that holds what is in view, so that the scale seldom changes. */
  get scaleMm() {
    let largest = 1;
    for (const row of this.magnitude_mm)
      for (const value of row) largest = Math.max(largest, value ?? 0);
    for (const row of this.threshold_mm)
      for (const value of row) largest = Math.max(largest, 1.2 * Math.min(value ?? 0, 2));
    return [1, 2, 3, 5, 10, 20, 50].find((round) => round >= largest) ?? 100;
  }
}
