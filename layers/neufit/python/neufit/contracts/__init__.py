"""What crosses a wire between two of our processes: tickets, stream messages, the publishing job, the manifest."""
