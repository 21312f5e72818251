"""One handler per state of the video machine; verify, publish and fail serve images too."""
