"""From frames to lip motion: with ``capture``, the only place that knows OpenCV and MediaPipe."""
