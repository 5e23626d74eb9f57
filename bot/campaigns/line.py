"""A line of the rehearsal: one thing that came out.

The rule to keep: times say their offset, to the second, so that two machines print the same.
"""

import json
from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that came out."""

    at: datetime
    local: datetime
    person: str | None
    campaign: str
    step: str | None
    event: str
    reason: str | None

    def json(self) -> str:
        """As one line of JSON."""
        return json.dumps(
            {
                "at": f"{self.at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
                "local": self.local.isoformat(timespec="seconds"),
                "person": self.person,
                "campaign": self.campaign,
                "step": self.step,
                "event": self.event,
                "reason": self.reason,
            },
            ensure_ascii=False,
        )
