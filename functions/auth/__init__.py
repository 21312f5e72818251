"""Sign-in sessions: begin, list, extend, end."""
