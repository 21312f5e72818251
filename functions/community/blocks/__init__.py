"""Blocking people and letting them back in."""
