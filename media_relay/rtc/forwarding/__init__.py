"""From incoming streams to outgoing ones: what is kept, counted, renumbered and asked for again. No I/O."""
