"""Media: uploads, items, library, feed, studio and stored streams."""
