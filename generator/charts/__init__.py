"""Chart forms, how they are drawn, and what of them can be taken along."""
