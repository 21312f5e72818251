"""Stored media over WebSocket: a state machine without I/O under a thin shell, one segment cache for all viewers."""
