"""Providers and refresh: the one room that asks providers, and the one that makes `data/market/` new."""
