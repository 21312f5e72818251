"""A meeting's room: what is in it, what people do in it, and how its timer runs. No I/O, no clock of its own."""
