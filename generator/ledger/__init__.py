"""Published against recomputed: every fact held against the data as they were known on its own date."""
