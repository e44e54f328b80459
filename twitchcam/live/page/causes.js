// The causes panel: when to seek help first, then what the record and the answers fit.

import { byId, make, say } from "./dom.js";

/** Connect the causes panel. */
export function startCauses(connection) {
  const panel = byId("panel-causes");
  let drawn = "";
  function draw(causes) {
    // Rebuilt only when something changed, so that a closed cause stays closed and focus stays put.
    const now = JSON.stringify(causes);
    if (now === drawn) return;
    drawn = now;
    say(byId("tab-causes"), causes.urgent.length ? "Causes: urgent" : "Causes");
    const closed = new Set(
      [...panel.querySelectorAll("details:not([open])")].map((cause) => cause.dataset.cause),
    );
    panel.replaceChildren(...parts(causes, closed));
  }
  connection.on("hello", (hello) => draw(hello.causes));
  connection.on("causes", draw);
}

function parts({ text, urgent, causes, footnote }, closed) {
  const list = [];
  if (urgent.length)
    list.push(
      make(
        "div",
        { className: "urgency", role: "note" },
        make("h3", {}, "When to seek help"),
        bullets(urgent),
      ),
    );
  if (text) list.push(make("p", { className: "prose" }, text));
  if (causes.length)
    list.push(make("div", {}, ...causes.map((cause) => makeCause(cause, !closed.has(cause.id)))));
  if (footnote) list.push(make("p", { className: "prose fine" }, footnote));
  return list;
}

function makeCause({ id, name, summary, speaks_for, speaks_against, unknown }, open) {
  return make(
    "details",
    { className: "cause", open, data: { cause: id } },
    make("summary", {}, name, make("span", {}, summary)),
    make(
      "div",
      { className: "cause-signs" },
      signs("Speaks for it", speaks_for),
      signs("Speaks against it", speaks_against),
      signs("Not known", unknown),
    ),
  );
}

function signs(title, lines) {
  return make(
    "div",
    {},
    make("h4", {}, title),
    lines.length ? bullets(lines) : make("p", { className: "fine" }, "nothing"),
  );
}

function bullets(lines) {
  return make("ul", {}, ...lines.map((line) => make("li", {}, line)));
}
