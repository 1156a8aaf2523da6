# Every command of the project; each first makes sure that the set-up is there.
SHELL := /bin/sh
PY := .venv/bin/python
SIZE ?= demo
PORT ?= 8000
PYTEST := $(PY) -m pytest
export PORT

.PHONY: setup run test drill check bench bars messages lock

setup:
	@bin/setup

run: setup
	@exec $(PY) -m config.run

test: setup
	$(PYTEST) -m "not drill and not bench" -n 2 --dist worksteal

drill: setup
	$(PYTEST) -m drill -n 2 --dist worksteal
	$(PY) -m tests.faults.run

check: setup
	@$(PY) -m config.gates

bench: setup
	$(PY) -m tests.bench.run --size $(SIZE)

# The tests of every security bar, drills included; writes docs/security.md.
bars: setup
	$(PY) -m tests.bars.measure

messages: setup
	$(PY) -m config.messages extract
	$(PY) -m config.messages compile

# Pin what requirements*.in ask for, with hashes and without naming where it came from.
lock: setup
	$(PY) -m piptools compile --quiet --generate-hashes --allow-unsafe --strip-extras --no-emit-index-url --no-emit-find-links --no-emit-options --output-file requirements.lock requirements.in
	$(PY) -m piptools compile --quiet --generate-hashes --allow-unsafe --strip-extras --no-emit-index-url --no-emit-find-links --no-emit-options --output-file requirements-dev.lock requirements-dev.in
