"""Live sessions: the conversation with each participant, the media that goes with it, who hears of what."""
