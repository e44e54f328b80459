// What the person felt against what was detected.

import { byId, make, say } from "./dom.js";
import { onNewSession } from "./new_session.js";
import { clock } from "./words.js";

const OUTCOMES = {
  pending: "being compared",
  detected: "a twitch was detected",
  "not detected": "none was detected",
  "not observable": "could not be seen at that time",
};
const NOTHING_FELT = {
  marks: [],
  felt_and_detected: 0,
  felt_not_detected: 0,
  felt_not_observable: 0,
  detected_not_felt: 0,
  text: "",
};
const HOW =
  "Press F, the space bar or the button the moment you feel a twitch. This shows how many of the twitches you feel are seen, and how many that are seen you do not feel.";

/** Connect the comparison; returns a reader of the moments felt, in seconds. */
export function startFelt(connection) {
  const panel = byId("panel-felt");
  const figures = [
    ["felt_and_detected", "felt and detected"],
    ["felt_not_detected", "felt, none detected"],
    ["detected_not_felt", "detected, not felt (since your first mark)"],
    ["felt_not_observable", "felt while not observable"],
  ].map(([name, label]) => ({ name, value: make("strong", {}, "0"), label }));
  const words = make("p", { className: "prose" });
  const body = make("tbody");
  panel.append(
    make("p", { className: "prose fine" }, HOW),
    make(
      "div",
      { className: "figures" },
      ...figures.map(({ name, value, label }) =>
        make("p", { className: "figure", data: { felt: name } }, value, make("span", {}, label)),
      ),
    ),
    words,
    make(
      "div",
      { className: "scroll" },
      make(
        "table",
        { className: "rows", id: "marks" },
        make(
          "thead",
          {},
          make(
            "tr",
            {},
            make("th", { scope: "col" }, "Felt at"),
            make("th", { scope: "col" }, "Outcome"),
          ),
        ),
        body,
      ),
    ),
  );
  let marks = [];

  function draw(felt, spoken) {
    if (spoken && felt.marks.length > marks.length)
      say(byId("felt-said"), `Noted at ${clock(felt.marks.at(-1).time_s)}.`);
    marks = felt.marks;
    for (const { name, value } of figures) say(value, String(felt[name]));
    say(words, felt.text);
    const rows = [...marks]
      .reverse()
      .map(({ time_s, outcome }) =>
        make(
          "tr",
          { data: { outcome } },
          make("td", {}, clock(time_s)),
          make("td", {}, OUTCOMES[outcome]),
        ),
      );
    body.replaceChildren(...rows);
    if (!marks.length) say(byId("felt-said"), "");
  }
  onNewSession(connection, () => draw(NOTHING_FELT, false));
  connection.on("hello", (hello) => draw(hello.felt, false));
  connection.on("felt", (felt) => draw(felt, true));
  return () => marks.map(({ time_s }) => time_s);
}
