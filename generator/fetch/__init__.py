"""Providers and refresh: the only rooms with a network."""
