# Two commands: `make demo` runs the portal, `make test` proves it. Both set up what they need.
# Recipes start with `exec` so that make's own child is the command, which then gets the signals.

PY := .venv/bin/python
HERE := sh deploy/local/find-python.sh

# Some machines ask Python to keep no compiled modules: each start would compile them all again.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help demo demo-reset test test-long bench check set-up

help: ## say what can be asked
	@grep -E '^[a-z-]+:.*## ' Makefile | sed -E 's/^([a-z-]+):.*## (.*)/  make \1|\2/' | column -t -s '|' 2>/dev/null \
	  || grep -E '^[a-z-]+:.*## ' Makefile

set-up: ## make the virtual environment from the lock file (the others do it themselves)
	@exec $(HERE) -m deploy.local.dependencies

demo: set-up ## run the portal with a demo town (PORT=8000); Ctrl-C stops it
	@exec $(PY) -m deploy.local.demo --with-parent

demo-reset: set-up ## forget the demo's data; the next demo starts afresh
	@exec $(PY) -m deploy.local.demo --reset

test: set-up ## run all tests, or a part: T=tests/cases, T="-k capacity"
	@exec $(PY) -m deploy.local.test $(T)

test-long: set-up ## live a whole year of the town on a moved clock, with its accidents (YEAR_SEED=2026)
	@LONG=1 exec $(PY) -m deploy.local.test tests/year -s

bench: set-up ## measure the portal against the bare thing (B=enrolment, live, inbox or matching; quarter of an hour)
	@exec $(PY) -m benchmarks $(B)

check: set-up ## run the linters and the other checks that need no test
	@exec $(PY) -m deploy.local.check $(C)
