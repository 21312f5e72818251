"""Series of classes: planning, changing and calling off many classes at once."""
