"""A year of the town on a moved clock: every démarche, every day, with its accidents."""
