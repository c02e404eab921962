PYTHON ?= python3
.PHONY: setup demo test check lock assets messages reference
setup demo test check lock assets messages reference:
	@$(PYTHON) dev.py $@
