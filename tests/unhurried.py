"""``twitchcam`` as a program of its own whose recordings wait for whoever watches them."""

from __future__ import annotations

import sys

# As the command, but where the machine is too slow for the pictures, they come later rather than
# being dropped, and the recording's time goes as slowly: what is seen of it is always the same.
# Neither does a page miss any: the next one comes when it has drawn the last, if it draws at all.
_PROGRAM = """
import runpy, time
from twitchcam.capture.file_replay import FileReplay
from twitchcam.live.hub import Client
start, read, show, shown = FileReplay.__init__, FileReplay._read, Client.show, Client.shown

def start_unhurried(self, path):
    start(self, path, in_real_time=False)

def read_unhurried(self):
    for frame in read(self):
        if self._closing.wait(1 / 30):
            return
        yield frame

def show_unhurried(self, frame, preview):
    show(self, frame, preview)
    while self.draws and (self._preview or self._under_way):
        if self.is_gone or self.is_too_slow:
            return
        time.sleep(0.001)

def shown_unhurried(self, frame):
    self.draws = True
    shown(self, frame)

FileReplay.__init__, FileReplay._read = start_unhurried, read_unhurried
Client.draws, Client.show, Client.shown = False, show_unhurried, shown_unhurried
runpy.run_module("twitchcam", run_name="__main__", alter_sys=True)
"""
UNHURRIED = [sys.executable, "-c", _PROGRAM]
