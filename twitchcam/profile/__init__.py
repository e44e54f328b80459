"""A person's own camera and rest: measured once, used by later analyses."""
