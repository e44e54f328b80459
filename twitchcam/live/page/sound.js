// A soft tick for every twitch, when wanted.

import { byId, say } from "./dom.js";
import { recall, remember } from "./memory.js";

const PITCH_HZ = { left: 660, right: 880, both: 770, cue: 520 };

/**
 * Connect the sound button. Returns `twitch(side)`, which sounds when wanted, and `cue()`, which
 * always does: in the guided protocol eyes may be closed.
 */
export function startSound() {
  const button = byId("sound");
  let on = recall("sound", "off") === "on";
  let context = null;
  const apply = () => {
    button.setAttribute("aria-pressed", String(on));
    say(button, on ? "Sound on" : "Sound off");
  };
  button.addEventListener("click", () => {
    on = !on;
    remember("sound", on ? "on" : "off");
    apply();
    context ??= new AudioContext();
    if (on) context.resume().then(() => play(context, PITCH_HZ.both));
  });
  function sound(pitchHz) {
    // Browsers allow sound only after the first click or key press on the page. What is scheduled
    // before would all sound at once after it.
    context ??= new AudioContext();
    if (context.state === "running") play(context, pitchHz);
    else context.resume();
  }
  apply();
  return {
    twitch: (side) => on && sound(PITCH_HZ[side] ?? PITCH_HZ.both),
    cue: () => sound(PITCH_HZ.cue),
  };
}

function play(context, pitchHz) {
  const now = context.currentTime;
  const tone = new OscillatorNode(context, { frequency: pitchHz });
  const volume = new GainNode(context, { gain: 0 });
  volume.gain.linearRampToValueAtTime(0.12, now + 0.01);
  volume.gain.exponentialRampToValueAtTime(0.001, now + 0.16);
  tone.connect(volume).connect(context.destination);
  tone.start(now);
  tone.stop(now + 0.18);
}
