"""Run the portal on one machine, with the real servers it needs as child processes.

`make demo` and `make test` rest on this package. What runs before the virtual
environment exists (`dependencies`, `messages`, `places`) uses the standard library only.
"""
