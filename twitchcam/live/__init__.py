"""The live monitor: a camera watched in real time, on a local page or in a terminal."""
