"""The names of those who hold a survey's codes, out of its rules and beside the codes, with which they go."""

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

_surveys = sa.table("surveys", sa.column("id"), sa.column("rules"))
_holders = sa.table("survey_holders", sa.column("survey"), sa.column("place"), sa.column("name"))


def upgrade() -> None:
    """Move them."""
    op.add_column("survey_holders", sa.Column("name", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("survey_holders") as holders:
        holders.alter_column("name", existing_type=sa.Text(), existing_nullable=False, server_default=None)
    for survey, rules in _rules():
        for place, name in enumerate(rules["holders"]):
            named = sa.update(_holders).where(_holders.c.survey == survey, _holders.c.place == place)
            op.execute(named.values(name=name))
        if rules["holders"]:
            _put(survey, rules | {"holders": []})


def downgrade() -> None:
    """Move them back; where nobody knows them any more the rules name nobody."""
    for survey, rules in _rules():
        if rules["custody"] == "custodians":
            of_it = sa.select(_holders.c.place, _holders.c.name).where(_holders.c.survey == survey)
            found = {one.place: one.name for one in op.get_bind().execute(of_it)}
            _put(survey, rules | {"holders": [found.get(place, "") for place in range(2)]})
    with op.batch_alter_table("survey_holders") as holders:
        holders.drop_column("name")


def _rules() -> list[tuple[str, dict[str, Any]]]:
    rows = op.get_bind().execute(sa.select(_surveys.c.id, _surveys.c.rules)).all()
    return [(row.id, json.loads(row.rules)) for row in rows]


def _put(survey: str, rules: dict[str, Any]) -> None:
    said = json.dumps(rules, ensure_ascii=False, sort_keys=True)
    op.execute(sa.update(_surveys).where(_surveys.c.id == survey).values(rules=said))
