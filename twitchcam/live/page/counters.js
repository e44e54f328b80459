// The counts: how many, how often, where, of which pattern, and how much could be seen.

import { byId, make, say, show } from "./dom.js";
import { onNewSession } from "./new_session.js";
import { NOTHING, counted, interval, perMinute, percent, span } from "./words.js";

const LIPS = { upper: "Upper lip", lower: "Lower lip", both: "Both lips" };
const EARLY_S = 15;
const SIDES = ["left", "right", "both"];
const PATTERNS = ["single", "burst", "tremor"];

/** Connect the counters. */
export function startCounters(connection) {
  const places = placeTable();
  const patterns = patternTable();

  let newest = null;
  let phase = "ready";

  function draw(summary) {
    newest = summary;
    const counts = summary?.counts ?? null;
    const all = counts?.all;
    say(byId("count-all"), all ? String(all.events) : NOTHING);
    say(byId("count-all-unit"), all?.events === 1 ? "twitch" : "twitches");
    say(byId("peaks"), all ? `with ${counted(all.peaks, "contraction")}` : "");
    say(byId("rate"), perMinute(all?.per_minute?.value));
    say(byId("rate-interval"), all ? interval(all.per_minute) : "");
    for (const [cell, find] of [...places, ...patterns]) fill(cell, counts && find(counts));
    drawShare(summary);
    drawWarnings();
  }
  // That little was seen yet is no news in the first moments.
  function drawWarnings() {
    const isEarly = phase !== "stopped" && (newest?.duration_s ?? 0) < EARLY_S;
    const warnings = isEarly ? [] : (newest?.warnings ?? []);
    say(byId("count-warnings"), warnings.join(" "));
    show(byId("count-warnings"), warnings.length > 0);
  }
  function follow(status) {
    phase = status.phase;
    drawWarnings();
  }
  connection.on("hello", (hello) => {
    draw(hello.summary);
    follow(hello.status);
  });
  connection.on("status", follow);
  connection.on("summary", draw);
  onNewSession(connection, () => draw(null));
  draw(null);
}

function fill(cell, tally) {
  say(cell, tally ? String(tally.events) : NOTHING);
  cell.toggleAttribute("data-zero", !tally?.events);
}

function drawShare(summary) {
  const share = summary?.observable_share ?? null;
  const known = share !== null;
  say(
    byId("share-words"),
    known
      ? `${percent(share)} (${span(summary.observable_s)} of ${span(summary.duration_s)})`
      : NOTHING,
  );
  byId("share-bar").style.width = known ? `${100 * share}%` : "0";
  say(byId("share-reasons"), summary?.reasons ? `Not observable: ${summary.reasons}` : "");
}

// Both tables give pairs of a cell and where its tally stands in the counts.
function placeTable() {
  const pairs = [];
  const row = (label, finds) => {
    const cells = finds.map((find) => {
      const cell = make("td", {}, NOTHING);
      pairs.push([cell, find]);
      return cell;
    });
    return make("tr", {}, make("th", { scope: "row" }, label), ...cells);
  };
  const body = byId("by-place").tBodies[0];
  for (const [lip, label] of Object.entries(LIPS)) {
    body.append(
      row(label, [
        ...SIDES.map((side) => (counts) => counts.by_lip_and_side[lip][side]),
        (counts) => counts.by_lip[lip],
      ]),
    );
  }
  const total = row("All", [
    ...SIDES.map((side) => (counts) => counts.by_side[side]),
    (counts) => counts.all,
  ]);
  total.dataset.total = "";
  body.append(total);
  return pairs;
}

function patternTable() {
  const body = byId("by-pattern").tBodies[0];
  return PATTERNS.map((pattern) => {
    const cell = make("td", {}, NOTHING);
    body.append(
      make(
        "tr",
        {},
        make("th", { scope: "row" }, `${pattern[0].toUpperCase()}${pattern.slice(1)}`),
        cell,
      ),
    );
    return [cell, (counts) => counts.by_pattern[pattern]];
  });
}
