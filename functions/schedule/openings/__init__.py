"""When instructors can be booked: their hours, and the free slots in them."""
