"""When people can be booked: zones, availability, cells of five minutes, and what a booking goes through."""
