"""The migration that moves the names of those who hold a survey's codes."""

from alembic.script import ScriptDirectory
from sqlalchemy import text

from bot.surveys.survey import Custody, Rules, packed
from config.questionnaires import questionnaires
from storage import migrate
from storage.engine import engine
from storage.store import Database


async def test_the_names_of_who_holds_codes_move_beside_the_codes_and_the_fingerprint_stays(empty_url: str) -> None:
    rules = Rules(questionnaires()["concern"], None, custody=Custody.CUSTODIANS, holders=("Ratna", "Jakob"))
    await migrate.upgrade(empty_url, _before_the_names())
    made = engine(empty_url)
    async with made.begin() as connection:
        person = "INSERT INTO people (id, policy, roles, work_from, work_to, week_start, active, turn) VALUES "
        await connection.execute(text(f"{person} (1, 'default', '', '09:00:00', '18:00:00', 0, true, 0)"))
        for name, state in (("open", "open"), ("counted", "counted")):
            survey = {"id": name, "state": state, "rules": packed(rules)}
            await connection.execute(
                text("INSERT INTO surveys (id, state, rules, size, swept) VALUES (:id, :state, :rules, 512, false)"),
                survey,
            )
        for place in range(2):
            holder = "INSERT INTO survey_holders (survey, place, person, tries, delivery) VALUES "
            await connection.execute(text(f"{holder} ('open', :place, 1, 0, '')"), {"place": place})
    await made.dispose()
    await migrate.upgrade(empty_url)
    store = Database(empty_url)
    async with store.begin() as work:
        standing, counted = await work.surveys.get("open"), await work.surveys.get("counted")
    assert standing is not None
    assert standing.rules == rules
    assert standing.rules.fingerprint == rules.fingerprint
    assert counted is not None
    assert counted.rules.holders == ()
    async with store._engine.connect() as connection:
        kept = str((await connection.execute(text("SELECT rules FROM surveys"))).all())
    assert "Ratna" not in kept
    await store.close()
    await migrate.downgrade(empty_url, _before_the_names())
    made = engine(empty_url)
    async with made.connect() as connection:
        back = (await connection.execute(text("SELECT rules FROM surveys WHERE id = 'open'"))).scalar_one()
    await made.dispose()
    assert back == packed(rules)


def _before_the_names() -> str:
    """The revision before the one that moves the names."""
    scripts = ScriptDirectory.from_config(migrate.config()).walk_revisions()
    before = next(one.down_revision for one in scripts if one.doc.startswith("The names of those who hold"))
    assert isinstance(before, str)
    return before
