#!/bin/sh
# Runs its arguments with the first Python that can serve: PYTHON if it is set, else the one of
# the virtual environment (nothing to look for), else one of the usual names. The versions tried
# most come first.
test='import sys; assert sys.version_info >= (3, 11); import ensurepip, fcntl, venv'
if [ -n "$PYTHON" ]; then
    exec "$PYTHON" "$@"
fi
for python in .venv/bin/python python3.12 python3.11 python3 python3.13 python3.14; do
    if "$python" -c "$test" >/dev/null 2>&1; then
        exec "$python" "$@"
    fi
done
echo "No Python 3.11 or later with venv here: install it (Debian: apt-get install python3 python3-venv), or set PYTHON to its path." >&2
exit 1
