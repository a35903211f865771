"""What the portal costs beside the barest thing that does the same, measured in one run."""
