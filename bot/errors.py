"""Three kinds of trouble, three readers.

People read a `Refusal`, the postman reads `Unreachable`, `Declined` and `Busy`, and we read tracebacks. The rule to
keep: an error carries a key and facts; the sentence is chosen where the reader's language is known.
"""


class Refusal(Exception):  # noqa: N818 - it is not an error: it is the person's turn
    """What was asked cannot be done as it stands, and the person can change that."""

    def __init__(self, key: str, field: str | None = None, /, **params: str | int) -> None:
        super().__init__(key)
        self.key = key
        """Of the catalogue, such as `track.no_duration`."""
        self.field = field
        """The form's input that it is about, if any."""
        self.params = params


class Unreachable(Exception):  # noqa: N818 - named for what the reader does with it
    """This person cannot get messages; trying again would not help."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
        """The platform's own word, such as `user_disabled`."""


class Declined(Exception):  # noqa: N818 - named for what the platform did
    """The platform said no with a word we do not know: it did not arrive, and another try may help."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
        """The platform's own word."""


class Busy(Exception):  # noqa: N818 - named for what the reader does with it
    """The platform asks for a pause. It does not count as an attempt."""

    def __init__(self, retry_after: float) -> None:
        super().__init__(f"retry after {retry_after:g} s")
        self.retry_after = retry_after
        """Seconds."""


def places(bug: BaseException) -> str:
    """Where it went wrong: file and line of each frame, innermost last. No values: they may be what somebody wrote."""
    found = []
    trace = bug.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        found.append(f"{code.co_filename.rpartition('/')[2]}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    return " > ".join(found)
