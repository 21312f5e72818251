"""A live class that runs with the sample content: an instructor and customers, WebRTC clients like any other."""
