"""Tables of a page, by name."""
