"""The rules of the gym: pure, no I/O, no clock of their own."""
