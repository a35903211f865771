"""How each démarche of the town is played, one file a folder of `workflows/`."""
