"""The ``twitchcam`` command, also as ``python -m twitchcam``."""

from __future__ import annotations

import signal
import sys

from twitchcam.errors import REINSTALL
from twitchcam.stop_wish import end, stop_wish

# By other programs, by a terminal that is closed, and on Windows. Not every system has each.
ENDINGS = ("SIGTERM", "SIGHUP", "SIGBREAK")


def main() -> int:
    """Run the command and give its exit code; for the end of a program, not to be called twice."""
    # Told to end from elsewhere, as at shutdown: results have to be left as whole as by Ctrl-C.
    endings = [getattr(signal, name) for name in ENDINGS if hasattr(signal, name)]
    for ending in endings:
        if signal.getsignal(ending) is not signal.SIG_IGN:
            signal.signal(ending, end)
    try:
        with stop_wish():
            # Imports take a while, and some of them do not bear a KeyboardInterrupt.
            from twitchcam.cli.main import main as run

        return run()
    except KeyboardInterrupt:
        print("twitchcam: stopped: interrupted", file=sys.stderr)
        return 1
    except ImportError as error:
        print(f"twitchcam: error: {error}: {REINSTALL}", file=sys.stderr)
        return 1
    finally:
        # All is done and said; Python would answer Ctrl-C with a traceback while it shuts down.
        for one in (signal.SIGINT, *endings):
            signal.signal(one, signal.SIG_IGN)


if __name__ == "__main__":
    sys.exit(main())
