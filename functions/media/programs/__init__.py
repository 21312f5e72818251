"""Programs: workouts in an order over weeks, made by instructors, and who is in them."""
