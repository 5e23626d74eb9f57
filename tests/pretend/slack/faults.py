"""What goes wrong when a test says so.

The rule to keep: a fault hits the next calls that fit and then is used up; what it did stands in the log.
"""

from collections.abc import Callable
from dataclasses import dataclass

from tests.pretend.slack.refusal import Json


@dataclass(slots=True)
class Fault:
    """One kind of trouble, for `times` calls."""

    method: str
    """Of the Web API; `upload` for a file's bytes, `answer` for a response_url, `*` for everything."""
    error: str = ""
    """Answered as `{"ok": false, "error": …}`."""
    status: int = 200
    retry_after: int | None = None
    """With this it is a 429."""
    delay: float = 0.0
    """Seconds, real ones, before anything else: longer than the app's patience is a time-out."""
    drop: bool = False
    """The connection breaks without an answer."""
    done: bool = False
    """It happens although the answer is lost or late: what makes a blind retry say it twice."""
    times: int = 1
    when: Callable[[Json], bool] | None = None
    """Only for calls with such arguments."""


class Faults:
    """The troubles to come."""

    def __init__(self) -> None:
        self.ahead: list[Fault] = []

    def add(self, fault: Fault) -> Fault:
        """Order trouble."""
        self.ahead.append(fault)
        return fault

    def strike(self, method: str, args: Json) -> Fault | None:
        """The fault that hits this call."""
        for fault in self.ahead:
            if fault.times > 0 and fault.method in (method, "*") and (fault.when is None or fault.when(args)):
                fault.times -= 1
                return fault
        return None
