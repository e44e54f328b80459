// Numbers and names as people read them.

export const QUADRANTS = ["upper-left", "upper-right", "lower-left", "lower-right"];
export const NOTHING = "–";

/** Time of the session as on a clock: "1:23.4", "1:02:03.4". */
export function clock(seconds, places = 1) {
  const step = 10 ** places;
  // Rounded like a span: the clock of a session and its length beside it say the same.
  const ticks = Math.round(seconds * step);
  const whole = Math.floor(ticks / step);
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor(whole / 60) % 60;
  const rest = String(whole % 60).padStart(2, "0");
  const fraction = places ? `.${String(ticks % step).padStart(places, "0")}` : "";
  return hours
    ? `${hours}:${String(minutes).padStart(2, "0")}:${rest}${fraction}`
    : `${minutes}:${rest}${fraction}`;
}

/** A length of time: "8 s", "2 min 5 s", "1 h 2 min". */
export function span(seconds) {
  if (seconds > 0 && seconds < 0.95) return "under 1 s";
  const whole = Math.round(seconds);
  if (whole < 100) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor(whole / 60) % 60} min`;
}

/** A number with its noun: "1 twitch", "3 twitches". */
export function counted(number, noun, plural = `${noun}s`) {
  return `${number} ${number === 1 ? noun : plural}`;
}

/** A number with so many decimals, or a dash where there is none. */
export function decimals(number, places) {
  return number === null || number === undefined ? NOTHING : number.toFixed(places);
}

/** A probability, or a dash where there is none. Nothing is certain. */
export function sure(probability) {
  return probability >= 0.995 ? ">0.99" : decimals(probability, 2);
}

/** A share as a percentage. Almost all is not all, almost none is not none. */
export function percent(share) {
  if (share === null || share === undefined) return NOTHING;
  if (share > 0 && share < 0.005) return "<1%";
  return share >= 0.995 && share < 1 ? ">99%" : `${Math.round(share * 100)}%`;
}

/** A rate with one place; a small one with two digits, so that it does not look like none. */
export function perMinute(rate) {
  if (rate === null || rate === undefined) return NOTHING;
  return rate > 0 && rate < 0.1 ? String(Number(rate.toPrecision(2))) : rate.toFixed(1);
}

/** The range of a rate in words, or nothing without one. */
export function interval(rate) {
  return rate ? `95% interval ${perMinute(rate.low)} to ${perMinute(rate.high)}` : "";
}
