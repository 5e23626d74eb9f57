"""Which rule on group figures holds for a division: what its leads have agreed to, with everybody told beforehand.

The rule to keep: figures are shown as the ground rules in force say and never further. What is not agreed, or agreed to
in another wording, shows nothing; and no day before the meeting at which people heard of it is in any figure.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bot.campaigns.campaign import EVERYBODY, Campaign, State
from bot.campaigns.gates import evidence_of
from bot.campaigns.playbook import Kind, Playbook
from bot.hours.rule import Rule, rule_of
from bot.ports import Work

RULES = "rules"
"""Under which subject a rollout's ground rules are kept."""
FIGURES = "figures"
"""Under which name they carry the rule."""
_ON = (State.RUNNING, State.PAUSED, State.CLOSED)


@dataclass(frozen=True, slots=True)
class Agreed:
    """The rule, and since which day."""

    rule: Rule = Rule.NEVER
    after: date = date.max
    """The day of the meeting: only spans that begin later are told of."""

    def on(self, today: date) -> Rule:
        """The rule as somebody may read it on a day: before the meeting nothing is different yet."""
        return self.rule if self.after < today else Rule.NEVER


NOTHING = Agreed()


@dataclass(frozen=True, slots=True)
class Standing:
    """What holds, rollout by rollout; the one set up last comes first."""

    rollouts: tuple[tuple[str, Agreed], ...] = ()
    """Audience, and what holds for it."""

    def of(self, division: str | None) -> Agreed:
        """What holds for a division: of the rollouts that include it, the one set up last decides."""
        return next((held for audience, held in self.rollouts if audience in {EVERYBODY, division}), NOTHING)


async def standing(work: Work, playbooks: Mapping[str, Playbook]) -> Standing:
    """What holds now."""
    found = []
    for campaign in await work.campaigns.page(_ON):
        playbook = playbooks.get(campaign.playbook)
        if playbook is not None and campaign.started_at is not None and _has_rules(playbook):
            found.append((campaign.audience, await _agreed(work, campaign, playbook)))
    return Standing(tuple(found))


async def _agreed(work: Work, campaign: Campaign, playbook: Playbook) -> Agreed:
    written = (await work.versions.latest(campaign.id)).get(RULES)
    rule = rule_of(written.content.get(FIGURES)) if written else Rule.NEVER
    if rule is Rule.NEVER:
        return NOTHING
    evidence = await evidence_of(work, campaign, playbook)
    # Without a lead there is nobody who has agreed.
    if not evidence.quorum and not (evidence.leads and evidence.leads <= evidence.agreed):
        return NOTHING
    return Agreed(rule, campaign.anchor.astimezone(campaign.zone).date())


def _has_rules(playbook: Playbook) -> bool:
    return any(step.kind is Kind.FORM for step in playbook.steps)
