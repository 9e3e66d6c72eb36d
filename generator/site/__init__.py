"""The pipeline from snapshot to site, the state that skips work, and outputs for programs."""
