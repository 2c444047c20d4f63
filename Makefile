# Each of these sets itself up first; see dev.py.
.PHONY: run test check bench lock
run test check bench lock:
	@python3 dev.py $@
