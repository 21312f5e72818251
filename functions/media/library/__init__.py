"""Listings of media: library, feed, studio."""
