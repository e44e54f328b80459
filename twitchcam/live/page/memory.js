// What this browser remembers of the page itself: colours and sound, and of its tab: who it is.
// Browsers may refuse to.

const HERE = "localStorage";
export const THIS_TAB = "sessionStorage";

/** A remembered value, or the given one. */
export function recall(name, otherwise, place = HERE) {
  try {
    return globalThis[place].getItem(`twitchcam.${name}`) ?? otherwise;
  } catch {
    return otherwise;
  }
}

/** Remember a value for the next visit. */
export function remember(name, value, place = HERE) {
  try {
    globalThis[place].setItem(`twitchcam.${name}`, value);
  } catch {
    // A browser that keeps nothing still shows everything.
  }
}
