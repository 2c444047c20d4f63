"""What a log may contain about an exception."""


def places(error: BaseException) -> list[str]:
    """Return the lines of our code in an exception's traceback, as file:line, outermost first.

    The last line is where the exception was raised, even if that line is not our code. The
    exception's message is left out, because the message may contain what a person wrote.
    """
    found = []
    trace = error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        ours = not any(mark in code.co_filename for mark in ("site-packages", "/lib/python", "<"))
        if ours or trace.tb_next is None:
            found.append(f"{code.co_filename.rpartition('/')[2]}:{trace.tb_lineno}")
        trace = trace.tb_next
    return found
