"""What an editor runs: serve, diff."""
