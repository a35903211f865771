"""Démarches that stand in no town: each folder here is found as those under `workflows/` are."""
