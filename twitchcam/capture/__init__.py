"""Pictures in: video files and cameras as one kind of frame source."""
