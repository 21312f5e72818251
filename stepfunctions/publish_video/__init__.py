"""From an uploaded original to a published video: the state machine, its start and its tasks."""
