"""How the town runs its démarches: what administrators read, edit, preview and publish."""
