"""Public keys of people's devices, for sessions that are encrypted end to end."""
