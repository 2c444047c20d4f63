# dev.py does the work, and installs what is missing first.
.PHONY: run test check bench lock
run test check bench lock:
	@python3 dev.py $@
