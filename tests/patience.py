"""How long tests wait for what must come."""

from __future__ import annotations

# Machines that test are often busy; what does not come within this never will.
PATIENCE_S = 60.0
