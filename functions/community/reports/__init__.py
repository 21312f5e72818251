"""Reporting people, media, messages and moments to moderators."""
