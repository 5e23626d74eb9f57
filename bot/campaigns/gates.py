"""What must be there before a step may go: leads who agree, a survey that is counted, an approval, HR's summary.

The rule to keep: an approval is bound to a hash of text, audience and time, so whatever is edited later finds none.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from types import MappingProxyType

from bot.campaigns.campaign import Campaign, State
from bot.campaigns.console.ports import Version
from bot.campaigns.playbook import Kind, Playbook, Step, Via, Wording
from bot.campaigns.verdict import PAUSED
from bot.ports import Work
from bot.texts import placeholders

QUORUM = "quorum"
"""The note of an approval that lets ground rules pass although some leads have not agreed."""
_QUOTES: Mapping[Kind, str] = MappingProxyType({Kind.FORM: "rules", Kind.SUMMARY: "summary"})
"""Subjects of what HR writes beside a step's own words."""
_PRACTICAL = "practical"
_FACTS: Mapping[str, str] = MappingProxyType(
    {
        **{name: name for name in ("hr", "place", "helpers", "course_place")},
        "course_day": "course",
        "course_time": "course",
    }
)
"""What a text may quote of who and where, and under which name it is kept."""
_NOTHING: Mapping[str, Version] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is there."""

    leads: frozenset[int] = frozenset()
    """Who leads somebody of the audience, or is led, and is still here."""
    agreed: frozenset[int] = frozenset()
    """Who agrees to the ground rules as they are worded now."""
    quorum: bool = False
    """Whether an approver lets them pass as they stand."""
    approved: frozenset[str] = frozenset()
    """Steps that are approved as they are now."""
    counted: frozenset[str] = frozenset()
    summarised: bool = False


def worded(step: Step, version: Version | None) -> Mapping[str, Wording]:
    """A step's words in each language, as HR has edited them last."""
    if version is None:
        return step.wording
    edited = dict(step.wording)
    for language, content in version.content.items():
        if isinstance(content, Mapping):
            edited[language] = Wording(str(content.get("text", "")), str(content.get("body", "")))
    return edited


def seal(
    campaign: Campaign, step: Step, wording: Mapping[str, Wording], versions: Mapping[str, Version] = _NOTHING
) -> str:
    """The hash that an approval of this step is bound to: text, audience and time.

    Ground rules, the summary, and who and where are part of the text as far as it quotes them; they are among
    `versions`, the last of each subject.
    """
    when = step.when
    time: list[object] = [when.start, when.days, when.working_days_before_end, when.hours_before, when.call]
    if when.call is None:
        # When a note is called nobody knows beforehand.
        time += [campaign.anchor.astimezone(campaign.zone).isoformat(), campaign.zone.key, campaign.weekends]
        time += [str(campaign.hour or when.hour or ""), str(campaign.survey_end or "")]
    sealed = {
        "step": step.name,
        "text": {language: [words.text, words.body] for language, words in sorted(wording.items())},
        "quoted": _quoted(step, versions),
        **_facts(step, wording, versions.get(_PRACTICAL)),
        "audience": [campaign.audience, step.audience, step.via, *_channel(campaign, step)],
        "time": time,
    }
    return sha256(json.dumps(sealed, sort_keys=True).encode()).hexdigest()


def rules_seal(step: Step, wording: Mapping[str, Wording], versions: Mapping[str, Version] = _NOTHING) -> str:
    """The hash that a lead's word on the ground rules is bound to: the text alone, since a new date changes no rule."""
    text = {language: [words.text, words.body] for language, words in sorted(wording.items())}
    return sha256(json.dumps([step.name, text, _quoted(step, versions)], sort_keys=True).encode()).hexdigest()


def _facts(step: Step, wording: Mapping[str, Wording], practical: Version | None) -> dict[str, object]:
    """Who and where, as far as this step says it: in its words, its calendar entry, or its buttons."""
    names = {name for said in wording.values() for name in placeholders(f"{said.text} {said.body}")}
    told = {_FACTS[name] for name in names if name in _FACTS}
    told |= ({"place"} if step.calendar else set()) | ({"course", "helpers"} if step.help else set())
    known = {name: practical.content.get(name, "") for name in sorted(told)} if practical else {}
    return {"facts": known} if any(known.values()) else {}


def _channel(campaign: Campaign, step: Step) -> list[str]:
    """Who reads a channel belongs to the audience of what is said there."""
    return [campaign.channel.key] if campaign.channel and step.via is not Via.DM else []


def _quoted(step: Step, versions: Mapping[str, Version]) -> object:
    """What a step quotes that somebody has written for this campaign."""
    written = versions.get(_QUOTES.get(step.kind, ""))
    return dict(written.content) if written else None


def shut(campaign: Campaign, playbook: Playbook, evidence: Evidence) -> Mapping[str, str]:
    """Which steps may not go, and why: `paused`, `gate:` and the step that is missing or not approved itself."""
    if campaign.state is State.PAUSED:
        return {step.name: PAUSED for step in playbook.steps}
    found = {step.name: _missing(playbook, step, evidence) for step in playbook.steps}
    return {step: f"gate:{missing}" for step, missing in found.items() if missing is not None}


def _missing(playbook: Playbook, step: Step, evidence: Evidence) -> str | None:
    for name in step.needs:
        needed = playbook.by_name.get(name)
        if needed is not None and not _done(needed, evidence):
            return name
    if step.approve and step.name not in evidence.approved:
        return step.name
    if step.kind is Kind.SUMMARY and not evidence.summarised:
        return step.name
    return None


def _done(needed: Step, evidence: Evidence) -> bool:
    if needed.kind is Kind.FORM:
        return evidence.quorum or evidence.leads <= evidence.agreed
    return needed.name in evidence.counted


async def evidence_of(work: Work, campaign: Campaign, playbook: Playbook) -> Evidence:
    """What is there for a campaign now."""
    versions = await work.versions.latest(campaign.id)
    words = {step.name: worded(step, versions.get(f"step:{step.name}")) for step in playbook.steps}
    seals = {step.name: seal(campaign, step, words[step.name], versions) for step in playbook.steps}
    approvals = await work.gates.approvals(campaign.id)
    forms = [step for step in playbook.steps if step.kind is Kind.FORM]
    agreed: frozenset[int] = frozenset()
    quorum = False
    for form in forms:
        version = rules_seal(form, words[form.name], versions)
        agreed = frozenset(one.person for one in await work.gates.agreements(campaign.id, version) if one.agrees)
        quorum = any(one.step == form.name and one.seal == version and one.note == QUORUM for one in approvals)
    return Evidence(
        leads=await work.gates.leads(campaign) if forms else frozenset(),
        agreed=agreed,
        quorum=quorum,
        approved=frozenset(one.step for one in approvals if one.note != QUORUM and one.seal == seals.get(one.step)),
        counted=frozenset(await work.gates.counted(campaign.id)),
        summarised=await work.gates.summary(campaign.id) is not None,
    )
