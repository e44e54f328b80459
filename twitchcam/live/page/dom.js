// Small helpers to build the page. Text always goes in as text, never as markup.

/** The element with an id; a missing one is a mistake in the page itself. */
export function byId(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`index.html has no #${id}`);
  return found;
}

/** Make an element: properties by name, data attributes under `data`, then children. */
export function make(tag, properties = {}, ...children) {
  const { data = {}, ...rest } = properties;
  const element = Object.assign(document.createElement(tag), rest);
  for (const [name, value] of Object.entries(data)) {
    if (value !== null && value !== undefined) element.dataset[name] = String(value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

/** Set an element's text only when it changes, so that screen readers are not woken for nothing. */
export function say(element, words) {
  if (element.textContent !== words) element.textContent = words;
}

/** Show or hide an element. */
export function show(element, shown) {
  element.hidden = !shown;
}
