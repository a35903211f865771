"""The sockets' addresses."""

sockets: list = []
