"""What a request costs: capacity units, playback of the stores, a house to ask."""
