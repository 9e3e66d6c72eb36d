"""What workflows and developers run: publish, seal, keep, pictures, audit, bench."""
