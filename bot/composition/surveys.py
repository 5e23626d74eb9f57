"""Surveys put together: the slit of the box for whoever talks to people, and the clerk for the worker."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from bot.composition.database import database
from bot.composition.desk import options_of, say, texts, with_settings
from config import manual

if TYPE_CHECKING:
    from bot.ports import Clock, Store
    from bot.surveys.desk import Desk
    from bot.surveys.duty import Duty
    from bot.surveys.rollout import RolloutSurveys
    from bot.surveys.steward import Steward
    from config.settings import Settings
    from storage.store import Database


def desk_of(store: Store, clock: Clock) -> Desk:
    """Where people answer, and custodians take and type their codes. It seals, and can open nothing."""
    from bot.surveys.box import Box
    from bot.surveys.code_letters import CodeLetters
    from bot.surveys.custodians import Custodians
    from bot.surveys.desk import Desk
    from storage.sealing import Hpke

    sealer = Hpke()
    return Desk(store, texts(), Box(store, sealer), Custodians(store, sealer, clock, CodeLetters(store, clock)))


def surveys_of(settings: Settings, store: Store, clock: Clock) -> RolloutSurveys:
    """Surveys as steps of rollouts."""
    from bot.campaigns.atlas import gatekeeper
    from bot.surveys.rollout import SEVERAL, RolloutSurveys
    from config.playbooks import playbooks
    from config.questionnaires import questionnaires

    platforms = [name for name, given in (("slack", settings.slack), ("teams", settings.teams)) if given]
    return RolloutSurveys(
        store,
        clock,
        playbooks=playbooks(),
        questionnaires=questionnaires(),
        gatekeeper=gatekeeper,
        company=settings.company,
        platform=platforms[0] if len(platforms) == 1 else SEVERAL if platforms else "",
    )


def steward_of(settings: Settings, store: Store, clock: Clock, *, separate: bool) -> Steward:
    """What the worker does about them. `separate`: whether people are talked to by a process without the keys."""
    from bot.campaigns.atlas import gatekeeper
    from bot.surveys.notes import Notes
    from bot.surveys.steward import Steward
    from bot.surveys.survey import Custody
    from bot.timesheet.policy import Policies
    from config.playbooks import playbooks
    from config.policies import policies
    from config.questionnaires import questionnaires

    known = policies()
    return Steward(
        store,
        clock,
        Notes(store, clock),
        playbooks=playbooks(),
        questionnaires=questionnaires(),
        calendar=Policies({**known.named, "default": known.of(settings.policy)}).of,
        gatekeeper=gatekeeper,
        custody=Custody.CUSTODIANS
        if settings.custodians
        else Custody.SECRET
        if settings.key_secret
        else Custody.DIRECTORY,
        custodians=settings.custodians,
        separate=separate,
    )


def duty_of(settings: Settings, store: Database, clock: Clock) -> Duty:
    """What the worker does, which holds the keys."""
    from zoneinfo import ZoneInfo

    from bot.surveys.clerk import Clerk
    from bot.surveys.code_letters import CodeLetters
    from bot.surveys.duty import Duty
    from bot.surveys.notes import Notes
    from bot.surveys.rollout import look_again
    from bot.surveys.vault import Vault
    from storage.sealing import Hpke, KeyFolder

    async def rewrite() -> None:
        await store.stir(rewrite=True)

    notes = Notes(store, clock, settings.company)
    keys = KeyFolder(settings.key_dir)
    sealer = Hpke()
    zone = ZoneInfo(settings.zone)
    clerk = Clerk(
        store,
        sealer,
        keys,
        rewrite,
        clock,
        secret=settings.key_secret,
        zone=zone,
        opened=look_again,
        told=notes.counted,
    )
    vault = Vault(store, sealer, keys, clock, clerk, CodeLetters(store, clock))
    return Duty(store, clerk, store.stir, clock, notes, vault, zone)


def stir(rest: list[str]) -> int:
    """Stir the ballot box, as before a backup."""
    options_of(manual.STIR, rest)
    return with_settings(os.environ, _stir)


async def _stir(settings: Settings) -> int:
    from bot.composition.core import store_of
    from config.doctor import State

    found = await database(settings)
    if found.state is State.WRONG:
        say(found, settings)
        return 1
    store = store_of(settings)
    try:
        await store.stir(rewrite=True)
    finally:
        await store.close()
    return 0
