PYTHON ?= python3
.PHONY: demo test check lock assets messages reference
demo test check lock assets messages reference:
	@$(PYTHON) dev.py $@
