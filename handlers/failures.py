"""What may be said in a log about an exception."""


def places(error: BaseException) -> list[str]:
    """Where an exception passed through our code, as file:line, and where it was raised last."""
    found = []
    trace = error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        ours = not any(mark in code.co_filename for mark in ("site-packages", "/lib/python", "<"))
        if ours or trace.tb_next is None:
            found.append(f"{code.co_filename.rpartition('/')[2]}:{trace.tb_lineno}")
        trace = trace.tb_next
    return found
