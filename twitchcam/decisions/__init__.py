"""The fitted decision of each backend and sensor, as small readable files, and what reads them."""
