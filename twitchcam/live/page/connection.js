// The WebSocket to the monitor: opens, tells what arrives, comes back after a break.

import { THIS_TAB, recall, remember } from "./memory.js";
import { readPreview } from "./preview_message.js";

const SUBPROTOCOL = "twitchcam.live.1";
const RETRY_MS = 1000;
const CLOSED_AS_TOO_SLOW = 4000;
const CLOSED_AS_ONE_TOO_MANY = 1013;
const CLOSED_AS_UNKNOWN = 4401;

/** The token is in the address that the monitor opened; it is kept for reloads of this tab only. */
export function takeToken() {
  const given = new URLSearchParams(location.hash.slice(1)).get("token");
  if (given) {
    remember("token", given, THIS_TAB);
    history.replaceState(null, "", location.pathname);
  }
  // Another start's address, opened in this tab, differs only behind the #: that loads nothing.
  addEventListener("hashchange", () => {
    if (location.hash.includes("token=")) location.reload();
  });
  return given ?? recall("token", "", THIS_TAB);
}

/**
 * Tells its listeners of every message by its `type`, of pictures as `preview`, and of itself as
 * `connection`: `connecting`, `open`, `full` (too many pages), `gone` (no server) or `refused`
 * (another start's token, or none that can be sent).
 */
export class Connection {
  #listeners = new Map();
  #socket = null;
  #token;

  constructor(token) {
    this.#token = token;
  }

  /** Call back with every message of a type. */
  on(type, listener) {
    this.#listeners.set(type, [...(this.#listeners.get(type) ?? []), listener]);
  }

  /** Open the socket, and again whenever it closes. */
  open() {
    const offers = this.#token ? [SUBPROTOCOL, `token.${this.#token}`] : [SUBPROTOCOL];
    let socket;
    try {
      socket = new WebSocket(`ws://${location.host}/ws`, offers);
    } catch {
      // A token that was damaged in copying may hold what no token can.
      this.#tell("connection", "refused");
      return;
    }
    socket.binaryType = "arraybuffer";
    socket.addEventListener("message", (message) => this.#receive(message.data));
    socket.addEventListener("close", (closing) => this.#closed(closing.code));
    this.#socket = socket;
  }

  /** Send a wish to the monitor; false if there is no connection. */
  send(type, fields = {}) {
    return this.sendRaw(JSON.stringify({ type, ...fields }));
  }

  /** Send bytes or text as they are; false if there is no connection. */
  sendRaw(data) {
    if (this.#socket?.readyState !== WebSocket.OPEN) return false;
    this.#socket.send(data);
    return true;
  }

  /** Bytes that wait to be sent. */
  get waitingBytes() {
    return this.#socket?.bufferedAmount ?? 0;
  }

  #receive(data) {
    if (typeof data !== "string") {
      this.#tell("preview", readPreview(data));
      return;
    }
    const message = JSON.parse(data);
    if (message.type === "hello") this.#tell("connection", "open");
    this.#tell(message.type, message);
  }

  #closed(code) {
    if (code === CLOSED_AS_UNKNOWN) {
      this.#tell("connection", "refused");
      return;
    }
    const links = { [CLOSED_AS_TOO_SLOW]: "connecting", [CLOSED_AS_ONE_TOO_MANY]: "full" };
    this.#tell("connection", links[code] ?? "gone");
    setTimeout(() => this.open(), RETRY_MS);
  }

  #tell(type, content) {
    for (const listener of this.#listeners.get(type) ?? []) listener(content);
  }
}
