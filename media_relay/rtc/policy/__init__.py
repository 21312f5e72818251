"""What a viewer gets: the bandwidth estimate, the downgrade contract and the quality shown to people. Pure."""
