// Puts the page together: one connection, and one module for each part that follows it.

import { startAnnouncer } from "./announcer.js";
import { makeBrowserCamera } from "./browser_camera.js";
import { startCauses } from "./causes.js";
import { startCoach } from "./coach.js";
import { Connection, takeToken } from "./connection.js";
import { startControls } from "./controls.js";
import { startCounters } from "./counters.js";
import { byId, say } from "./dom.js";
import { startEvents } from "./events.js";
import { startFelt } from "./felt.js";
import { startNotice } from "./notice.js";
import { startPreview } from "./preview.js";
import { startProtocol } from "./protocol.js";
import { startSessionPanel } from "./session_panel.js";
import { startSound } from "./sound.js";
import { startTabs } from "./tabs.js";
import { startTheme } from "./theme.js";
import { startTraces } from "./traces.js";

startTheme();
startTabs();

const connection = new Connection(takeToken());
const announcer = startAnnouncer();
const sound = startSound();

startPreview(connection);
startCoach(connection);
startControls(connection);
startCounters(connection);
const events = startEvents(connection, {
  onTwitch: (message) => {
    sound.twitch(message.event.side);
    announcer.twitch(message);
  },
  onSettled: announcer.settled,
});
const marks = startFelt(connection);
startTraces(connection, { events, marks });
startProtocol(connection, (cue) => {
  sound.cue();
  announcer.now(cue);
});
startCauses(connection);
const camera = makeBrowserCamera(connection, (severity, text) => tell(severity, text));
const tell = startNotice(connection, { useBrowserCamera: () => camera.start() });
startSessionPanel(connection, camera);
connection.on("hello", (hello) =>
  say(byId("foot"), `${hello.not_a_diagnosis} ${hello.own_sides} twitchcam ${hello.version}.`),
);

connection.open();
