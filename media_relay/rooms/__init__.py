"""Rooms: one ordered log of entries, one pure reducer, what each viewer may see of it, and who sits where."""
