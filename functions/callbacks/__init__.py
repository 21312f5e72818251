"""Delivery of events to the addresses that clients named."""
