"""One function a chart; a new module of this folder is found by itself."""
