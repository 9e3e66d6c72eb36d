"""What workflows and developers run: publish, seal, audit, bench."""
