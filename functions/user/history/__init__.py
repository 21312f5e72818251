"""What a person did: workouts marked done, the history of them, streaks and minutes."""
