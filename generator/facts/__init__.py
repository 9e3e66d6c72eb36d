"""What was published, by whom and when, as editors declare it."""
