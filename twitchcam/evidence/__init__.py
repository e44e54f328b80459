"""From events to evidence: counts, rates with intervals, sides and rhythm of one recording."""
