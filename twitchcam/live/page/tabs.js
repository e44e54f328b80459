// The tabs: one panel at a time; arrow keys, Home and End move between them.

import { show } from "./dom.js";

/** Make the tab list work. */
export function startTabs() {
  const tabs = [...document.querySelectorAll('[role="tab"]')];
  for (const tab of tabs) {
    tab.addEventListener("click", () => choose(tabs, tab));
    tab.addEventListener("keydown", (press) => {
      const next = neighbour(tabs, tab, press.key);
      if (!next) return;
      press.preventDefault();
      choose(tabs, next);
      next.focus();
    });
  }
}

function neighbour(tabs, tab, key) {
  const at = tabs.indexOf(tab);
  if (key === "ArrowRight") return tabs[(at + 1) % tabs.length];
  if (key === "ArrowLeft") return tabs[(at + tabs.length - 1) % tabs.length];
  if (key === "Home") return tabs[0];
  if (key === "End") return tabs.at(-1);
  return null;
}

function choose(tabs, chosen) {
  for (const tab of tabs) {
    const selected = tab === chosen;
    tab.setAttribute("aria-selected", String(selected));
    tab.tabIndex = selected ? 0 : -1;
    show(document.getElementById(tab.getAttribute("aria-controls")), selected);
  }
}
