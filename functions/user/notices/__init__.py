"""One's inbox: what others did, and what lies ahead."""
