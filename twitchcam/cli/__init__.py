"""The ``twitchcam`` command: one file per subcommand."""
