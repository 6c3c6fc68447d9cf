# Every target is one command of tools/run.py, which also runs without make: python tools/run.py book
PYTHON ?= $(shell for python in python3 python python3.13 python3.12 python3.11; do \
	$$python -c "" >/dev/null 2>&1 && { echo $$python; break; }; done)

.PHONY: help book serve lab test bench chapter widget copies pdf links release clean
.DEFAULT_GOAL := help

# make chapter NAME=part/noun, make widget NAME=noun
chapter widget: ARGUMENTS = $(NAME)

help book serve lab test bench chapter widget copies pdf links release clean:
	@test -n "$(PYTHON)" || { echo "No Python was found on PATH; the book needs 3.11, 3.12 or 3.13."; exit 1; }
	@$(PYTHON) tools/run.py $@ $(ARGUMENTS)
