"""The pipeline from snapshot to site, the state that skips work, MkDocs, and outputs for programs. `writer` alone writes into build/docs."""
