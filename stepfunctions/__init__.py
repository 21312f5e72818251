"""State machines: each folder holds its definition (ASL), its task handlers and what starts it."""
