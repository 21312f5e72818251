"""Stored streams: tickets for the relay, HLS playlists, storyboards."""
