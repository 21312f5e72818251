"""From an uploaded original to a published image."""
