"""``python -m twitchcam`` is the ``twitchcam`` command."""

import sys

from twitchcam.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
