// Light and dark: as the system says, or as chosen here; and the colours for what is drawn.

import { byId } from "./dom.js";
import { recall, remember } from "./memory.js";

let listeners = [];

/** Connect the choice of colours, and take up the one made before. */
export function startTheme() {
  const choice = byId("theme");
  choice.value = recall("theme", "auto");
  const apply = () => {
    if (choice.value === "auto") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = choice.value;
    for (const listener of listeners) listener();
  };
  choice.addEventListener("change", () => {
    remember("theme", choice.value);
    apply();
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", apply);
  apply();
}

/** Call back now and whenever colours change, with the present value of each named colour. */
export function onColours(names, callback) {
  const read = () => callback(Object.fromEntries(names.map((name) => [name, resolve(name)])));
  listeners = [...listeners, read];
  read();
}

function resolve(name) {
  const probe = document.createElement("i");
  probe.style.color = `var(--${name})`;
  document.body.append(probe);
  const colour = getComputedStyle(probe).color;
  probe.remove();
  return colour;
}
