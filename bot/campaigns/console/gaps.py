"""What a step of a campaign waits for, whom it reaches, and how many it has reached.

The rule to keep: pure; what is missing stands in the order in which HR would see to it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.campaigns.campaign import Campaign
from bot.campaigns.console.dossier import Count, Missing
from bot.campaigns.console.ports import Group
from bot.campaigns.playbook import Audience, Kind, Playbook, Step, Via
from bot.mail import Fate, Posted, Tally
from bot.people import Role

HR = frozenset({Role.HR_DRAFTER, Role.HR_APPROVER, Role.HR_SENDER})


@dataclass(frozen=True, slots=True)
class Gaps:
    """What is missing in a campaign as a whole."""

    promises: bool
    signature: bool
    rules: bool
    leads: bool
    counted: frozenset[str]
    """Surveys that are counted."""
    summary: bool


def missing_of(
    campaign: Campaign,
    playbook: Playbook,
    step: Step,
    gaps: Gaps,
    *,
    approved: frozenset[str],
    awaited: Mapping[str, Sequence[str]],
) -> tuple[Missing, ...]:
    """What keeps a step from going."""
    needs = [playbook.by_name[name] for name in step.needs if name in playbook.by_name]
    forms = [one for one in needs if one.kind is Kind.FORM]
    draft = campaign.started_at is None
    uncounted = any(one.kind is Kind.SURVEY and one.name not in gaps.counted for one in needs)
    waits = {
        Missing.PROMISES: draft and gaps.promises,
        Missing.SIGNATURE: draft and gaps.signature and not gaps.promises,
        Missing.RULES: gaps.rules and (step.kind is Kind.FORM or bool(forms)),
        Missing.SUMMARY: gaps.summary and step.kind is Kind.SUMMARY,
        # What leads are asked must have been approved as well, or they are never asked.
        Missing.APPROVAL: any(one.approve and one.name not in approved for one in (step, *forms)),
        Missing.CHANNEL: step.via is Via.CHANNEL and campaign.channel is None,
        Missing.START: draft,
        Missing.LEADS: gaps.leads and bool(forms),
        Missing.SURVEY: uncounted,
        Missing.CODES: step.name not in gaps.counted and any(name in awaited for name in (step.name, *step.needs)),
    }
    return tuple(one for one, missing in waits.items() if missing)


def hears(group: Group, step: Step) -> bool:
    """Whether each person of a group gets a step."""
    if step.via is Via.CHANNEL:
        return False
    match step.audience:
        case Audience.LEADS:
            return Role.LEAD in group.roles
        case Audience.HR:
            return bool(group.roles & HR)
        case Audience.SIGNED_UP:
            # Who that will be, nobody knows beforehand.
            return False
        case Audience.EVERYBODY | Audience.HEARD:
            return True


def reads(group: Group, step: Step) -> bool:
    """Whether a step is for each person of a group: they get it, or read it in the channel."""
    return step.via is Via.CHANNEL or hears(group, step)


def count_of(tallies: Sequence[Tally], step: Step, posts: Sequence[Posted] = ()) -> Count:
    """What became of a step, in people; of what is for a channel alone, in channels."""
    if step.via is Via.CHANNEL:
        tallies = [Tally(one.step, one.fate, one.reason, one.maybe_twice, 1) for one in posts]

    def of(*fates: Fate) -> int:
        return sum(tally.count for tally in tallies if tally.step == step.name and tally.fate in fates)

    return Count(
        queued=of(Fate.QUEUED),
        sent=of(Fate.SENT),
        failed=of(Fate.FAILED, Fate.UNREACHABLE),
        skipped=of(Fate.SKIPPED),
        maybe_twice=sum(tally.count for tally in tallies if tally.step == step.name and tally.maybe_twice),
    )
