"""Everything that can go wrong in a way the user can mend."""

# What helps where a package is missing or broken.
REINSTALL = "install twitchcam again, in a fresh virtual environment"


class TwitchcamError(Exception):
    """Base of all expected failures.

    The message is one line for the user: what failed and what to do. Commands print it and exit
    with ``exit_code``; a traceback is a bug.
    """

    exit_code = 1


class UsageError(TwitchcamError):
    """The command or call itself was wrong."""

    exit_code = 2


class SourceError(TwitchcamError):
    """A recording, or a file that twitchcam wrote itself, could not be opened or read."""


class AnswersError(UsageError):
    """An answer is not one that can be given; the message names the question."""


class ProfileError(UsageError):
    """A profile cannot be read, or does not go with how the analysis is to be done."""


class CalibrationError(TwitchcamError):
    """A recording shows too little rest to be measured."""


class EvidenceError(TwitchcamError):
    """A field of the evidence holds what no recording can show; the message names the field."""


class KnowledgeError(TwitchcamError):
    """A file of the knowledge of causes is not as it must be; the message names file and field."""


class BackendError(TwitchcamError):
    """The face backend or its model is not available on this machine."""


class OutputError(TwitchcamError):
    """Results could not be written."""
