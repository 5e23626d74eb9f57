"""A process that a test starts.

The rule to keep: it is over when the test is, however the test ends. One that is left behind fails whatever runs next,
and one that is waited for after an assertion has failed stops the run for good.
"""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any


@contextmanager
def running(*words: str | Path, **how: Any) -> Iterator[subprocess.Popen[Any]]:  # noqa: ANN401 - whatever Popen takes
    """A process of these words, killed if it is still there in the end."""
    with subprocess.Popen(words, **how) as process:
        try:
            yield process
        finally:
            # Does nothing to one that was waited for.
            process.kill()
