"""The demo town, built subject by subject from a seed, at a date that moves with the clock."""
