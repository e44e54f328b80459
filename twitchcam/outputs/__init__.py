"""What a recording leaves behind: one file per format, rendered from finished records."""
