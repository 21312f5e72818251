"""The state that is particular to images."""
