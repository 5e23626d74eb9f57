"""Settings and content: what an operator sets and what people read."""
