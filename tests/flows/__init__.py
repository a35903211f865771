"""A démarche that only the tests know: every kind of node, and as little else as possible."""
