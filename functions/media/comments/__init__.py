"""Comments on workouts: read, write, edit, delete, hide."""
