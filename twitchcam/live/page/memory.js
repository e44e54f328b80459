// What this browser remembers of the page itself: colours and sound. Browsers may refuse to.

/** A remembered value, or the given one. */
export function recall(name, otherwise) {
  try {
    return localStorage.getItem(`twitchcam.${name}`) ?? otherwise;
  } catch {
    return otherwise;
  }
}

/** Remember a value for the next visit. */
export function remember(name, value) {
  try {
    localStorage.setItem(`twitchcam.${name}`, value);
  } catch {
    // A browser that keeps nothing still shows everything.
  }
}
