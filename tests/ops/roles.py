"""Write who may do what into `docs/roles.md`: `python -m tests.ops.roles`."""

from pathlib import Path

from bot.people import APPOINTED, MAY, Act, Role
from tests.rights import COMMANDS

PAGE = Path(__file__).parents[2] / "docs" / "roles.md"
ROLES = {
    Role.EMPLOYEE: "everybody",
    Role.LEAD: "team lead",
    Role.HR_DRAFTER: "HR drafter",
    Role.HR_APPROVER: "HR approver",
    Role.HR_SENDER: "HR sender",
    Role.WORKS_REPRESENTATIVE: "works representative",
    Role.OPERATOR: "operator",
}
DOES = {
    Act.LOG_OWN_TIME: "log time, and everything else under `/track`",
    Act.SEE_OWN_ENTRIES: "see one's own entries and reports, and take them along",
    Act.CHANGE_OWN_SETTINGS: "change one's own settings",
    Act.SHARE_OWN_WEEK: "share a week of one's own with the lead, and take it back",
    Act.SEE_SHARED_WEEK: "open a week that somebody shares with them by name",
    Act.SEE_TEAM_FIGURES: "see averages of the own team, if the ground rules allow; each look is shown to the team",
    Act.SEE_GROUP_FIGURES: "see averages of every team, under the same rule",
    Act.AGREE_GROUND_RULES: "agree or object to the ground rules, by name",
    Act.CORRECT_FOR_SOMEBODY: "correct somebody's entry at their request, on the server's command line; they are told",
    Act.KEEP_PEOPLE: "keep the table of divisions and leads",
    Act.ANSWER_REQUESTS: "answer what people ask about their own data",
    Act.WRITE_ANSWERS: "write HR's own words beside an answer of `/ask`, and take them back",
    Act.PUBLISH_ANSWERS: "publish such words of somebody else",
    Act.ANSWER_DOOR: "answer who wishes to talk with HR, by name or in a thread without one",
    Act.SEE_ROLLOUT: "look at rollouts, with everything that belongs to them",
    Act.DRAFT_ROLLOUT: "set rollouts up, write texts, promises and ground rules, ask leads again",
    Act.APPROVE_ROLLOUT: "approve texts, sign promises, let a quorum count",
    Act.SEND_ROLLOUT: "start, resume, move, cancel, close, send again",
    Act.HALT_ROLLOUT: "pause a rollout, or stop all of them",
    Act.SEE_ROLLOUT_AUDIT: "read the log of everything that was done in rollouts",
}
"""What each act is, in a line; in the order in which people meet them."""


def page() -> str:
    """The page, in Markdown."""
    head = "| | " + " | ".join(ROLES.values()) + " |"
    line = "|---" * (len(ROLES) + 1) + "|"
    rows = [
        f"| {what} | " + " | ".join("yes" if role in MAY[act] else "" for role in ROLES) + " |"
        for act, what in DOES.items()
    ]
    commands = [f"| `/{name}` | {_who(acts)} |" for name, acts in COMMANDS.items()]
    named = ", ".join(sorted(ROLES[role] for role in APPOINTED))
    return f"""# Who may do what

Made from the one table that the program asks (`MAY` in `bot/people.py`); a test fails when this page differs. Another
test tries every command, every button and every form as every role (`tests/test_matrix.py`): whoever may is answered,
whoever may not is refused with a sentence, and nothing is changed.

A person may have several roles. Everybody is *everybody* too. Some roles only the settings of the installation give, by
e-mail address, and no directory or table can: {named}. Lentera has no role that sees somebody else's entries.

{head}
{line}
{chr(10).join(rows)}

Commands:

| command | for |
|---|---|
{chr(10).join(commands)}

What is not in the first table is nobody's. A button that is old, forged or somebody else's is held against it too.
"""


def _who(acts: tuple[Act, ...]) -> str:
    if not acts:
        return ROLES[Role.EMPLOYEE]
    roles = [role for role in ROLES if any(role in MAY[act] for act in acts)]
    return ROLES[Role.EMPLOYEE] if Role.EMPLOYEE in roles else ", ".join(ROLES[role] for role in roles)


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
