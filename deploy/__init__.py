"""Everything needed to run the portal somewhere: here, the town's servers."""
