.PHONY: demo test check lock
demo test check lock:
	@python3 dev.py $@
