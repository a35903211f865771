"""`python -m deploy.catalogue update | check | compile`."""

from __future__ import annotations

import sys

from deploy.catalogue.faults import faults
from deploy.catalogue.languages import compile_all
from deploy.catalogue.upkeep import update
from deploy.local.messages import complain, say
from deploy.local.places import clone_folder


def main() -> int:
    """Do what the only argument says."""
    match sys.argv[1:]:
        case ["update"]:
            say(f"{update(clone_folder())} texts to translate")
        case ["compile"]:
            compile_all()
        case ["check"]:
            found = faults(clone_folder())
            for fault in found:
                complain(fault)
            return 1 if found else 0
        case _:
            complain(__doc__ or "")
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
