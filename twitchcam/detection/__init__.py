"""From lip motion to events: numpy and scipy alone, no files, no clock, no pictures."""
