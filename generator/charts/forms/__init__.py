"""One function a form of chart; a new module of this folder is found by itself."""
