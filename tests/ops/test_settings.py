from collections.abc import Mapping
from pathlib import Path

import pytest

from bot.people import Role
from bot.privacy.retention import USUAL, Kept, Period, Unit
from config.content import catalogues, texts
from config.doctor import State, examine, loopback, report, sentence, told
from config.settings import LANGUAGES, VARIABLES, SettingsError, read, unknown

WORDS = catalogues()
EN = texts().to("en")
ID = texts().to("id")


def complaints(environment: Mapping[str, str], locale: str = "en") -> list[str]:
    with pytest.raises(SettingsError) as caught:
        read(environment)
    return list(told(caught.value, texts().to(locale)))


def saw(environment: Mapping[str, str]) -> dict[str, State]:
    _, findings = examine(environment, WORDS)
    return {finding.key: finding.state for finding in findings}


def test_an_empty_environment_works() -> None:
    settings = read({})
    assert settings.database_url == "sqlite:///var/lentera.db"
    assert (settings.host, settings.port) == ("127.0.0.1", 3978)
    assert (settings.locale, settings.zone, settings.playground) == ("en", "UTC", False)


def test_where_sqlite_keeps_its_file() -> None:
    assert read({}).file == Path("var/lentera.db")
    assert read({"DATABASE_URL": "sqlite+aiosqlite:////srv/a.db?cache=shared"}).file == Path("/srv/a.db")


def test_an_empty_value_is_one_that_is_not_set() -> None:
    assert read({"PORT": "", "DATABASE_URL": " ", "SLACK_BOT_TOKEN": ""}) == read({})


def test_everything_can_be_set() -> None:
    settings = read(
        {
            "DATABASE_URL": "postgres://lentera:secret-word@db/lentera",
            "PORT": "0",
            "HOST": "::1",
            "LENTERA_COMPANY": "Kopi Nusantara",
            "LENTERA_LOCALE": "ID",
            "LENTERA_ZONE": "Asia/Jakarta",
            "LENTERA_POLICY": "default",
            "LENTERA_PLAYGROUND": "On",
            "LENTERA_PLAYGROUND_URL": "http://127.0.0.1:3978/",
            "LENTERA_PLAYGROUND_SECRET": "0123456789abcdef",
            "LENTERA_LOG": "Warning",
            "MICROSOFT_APP_ID": "an id",
        }
    )
    assert settings.file is None
    assert settings.playground
    assert settings.playground_url == "http://127.0.0.1:3978"
    assert (settings.locale, settings.log) == ("id", "warning")
    assert settings.teams == {"MICROSOFT_APP_ID"}
    assert "secret-word" not in repr(settings)
    assert "0123456789abcdef" not in repr(settings)


WRONG = {
    "DATABASE_URL": "mysql://root:hunter2@db/x",
    "PORT": "http",
    "HOST": "http://here/",
    "LENTERA_COMPANY": "a\x00b",
    "LENTERA_HOTLINE": "a\x00b",
    "LENTERA_LOCALE": "fr",
    "LENTERA_ZONE": "../../etc/passwd",
    "LENTERA_POLICY": "../default",
    "LENTERA_OPERATORS": "made, sari",
    "LENTERA_DRAFTERS": "gita",
    "LENTERA_APPROVERS": "ratna",
    "LENTERA_SENDERS": "gita@",
    "LENTERA_REPRESENTATIVES": "the works council",
    "LENTERA_PLAYGROUND": "yes",
    "LENTERA_PLAYGROUND_URL": "localhost",
    "LENTERA_PLAYGROUND_SECRET": "hunter2",
    "LENTERA_KEY_DIR": "hunter2\x00",
    "LENTERA_COUNT_DIR": "hunter2\x00",
    "LENTERA_KEY_SECRET": "hunter2",
    "LENTERA_CUSTODIANS": "ratna@example.org",
    "LENTERA_LAW": "hammurabi",
    "LENTERA_KEEP_ENTRIES": "hunter2",
    "LENTERA_KEEP_LEAVERS": "1 day",
    "LENTERA_KEEP_ROLLOUTS": "30 years",
    "LENTERA_KEEP_RESULTS": "90",
    "LENTERA_KEEP_COMMENTS": "0 days",
    "LENTERA_KEEP_REQUESTS": "1 month",
    "LENTERA_KEEP_LOOKS": "next year",
    "LENTERA_KEEP_LOGS": "forever",
    "LENTERA_KEEP_BACKUPS": "5 years",
    "LENTERA_LOG": "loud",
}


def test_the_settings_say_who_is_what_in_a_rollout() -> None:
    given = {"LENTERA_APPROVERS": "Ratna@example.org, budi@example.org", "LENTERA_DRAFTERS": "gita@example.org"}
    settings = read(given | {"LENTERA_REPRESENTATIVES": "jakob@example.org"})
    assert settings.appointed == {
        "gita@example.org": {Role.HR_DRAFTER},
        "ratna@example.org": {Role.HR_APPROVER, Role.HR_SENDER},
        "budi@example.org": {Role.HR_APPROVER, Role.HR_SENDER},
        "jakob@example.org": {Role.WORKS_REPRESENTATIVE},
    }


def test_to_send_is_a_right_of_its_own_where_somebody_is_named_for_it() -> None:
    settings = read({"LENTERA_APPROVERS": "ratna@example.org", "LENTERA_SENDERS": "gita@example.org"})
    assert settings.appointed == {"gita@example.org": {Role.HR_SENDER}, "ratna@example.org": {Role.HR_APPROVER}}


@pytest.mark.parametrize("locale", LANGUAGES)
def test_every_mistake_is_told_at_once_with_its_variable_and_no_value(locale: str) -> None:
    said = complaints(WRONG, locale)
    assert [line.split()[0] for line in said] == [variable.name for variable in VARIABLES]
    assert "hunter2" not in "".join(said)


def test_a_mistake_says_what_would_work() -> None:
    assert complaints({"PORT": "80000", "LENTERA_ZONE": "Jakarta"}) == [
        "PORT must be a number from 0 to 65535. For example: 8080",
        "LENTERA_ZONE must be a time zone by its IANA name. For example: Asia/Jakarta",
    ]
    assert complaints({"LENTERA_PLAYGROUND": "ya"}, "id") == [
        "LENTERA_PLAYGROUND salah satu dari: on, off. Contoh: on",
    ]


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("sqlite://", "names no file"),
        ("sqlite:///:memory:", "names no file"),
        ("sqlite://var/lentera.db", "too few slashes"),
        ("postgresql://db", "names no database"),
        ("postgresql://[::1/x", "is not the address"),
        ("lentera.db", "is not the address"),
    ],
)
def test_what_can_be_wrong_with_a_database(url: str, says: str) -> None:
    [said] = complaints({"DATABASE_URL": url})
    assert says in said


def test_a_worker_that_knows_the_address_needs_the_secret_too() -> None:
    [said] = complaints({"LENTERA_PLAYGROUND_URL": "http://127.0.0.1:3978"})
    assert said.startswith("LENTERA_PLAYGROUND_SECRET is needed too when LENTERA_PLAYGROUND_URL is set.")


def test_comments_go_no_later_than_the_survey_they_belong_to() -> None:
    [said] = complaints({"LENTERA_KEEP_COMMENTS": "2 years", "LENTERA_KEEP_RESULTS": "18 months"})
    assert said.startswith("LENTERA_KEEP_COMMENTS must not be longer than LENTERA_KEEP_RESULTS")
    assert read({"LENTERA_KEEP_COMMENTS": "18 Months"}).keep[Kept.COMMENTS] == Period(18, Unit.MONTHS)


def test_what_nobody_has_said_is_no_length() -> None:
    assert read({}).keep == USUAL
    assert Kept.BACKUPS not in USUAL
    assert str(read({"LENTERA_KEEP_BACKUPS": "30 days"}).keep[Kept.BACKUPS]) == "30 days"


def test_every_example_of_the_manual_works() -> None:
    shown = {variable.name: variable.example for variable in VARIABLES}
    assert read(shown).port == 8080
    defaults = {variable.name: variable.default for variable in VARIABLES}
    assert read(defaults) == read({})


def test_a_slip_of_the_pen_is_noticed() -> None:
    slip = {"LENTERA_PLAYGRUOND": "on", "LENTERA_QQQ": "", "PATH": "/bin"}
    assert unknown(slip) == ("LENTERA_PLAYGRUOND", "LENTERA_QQQ")
    _, findings = examine(slip, WORDS)
    said = [sentence(finding, EN) for finding in findings]
    assert "LENTERA_PLAYGRUOND is set, but no setting has this name. Did you mean LENTERA_PLAYGROUND?" in said
    assert "LENTERA_QQQ is set, but no setting has this name." in said


def test_the_languages_that_may_be_set_are_those_that_are_spoken() -> None:
    assert set(LANGUAGES) == set(WORDS)


def test_the_doctor_says_what_is_off_and_why() -> None:
    seen = saw({})
    assert seen["playground_off"] is State.OFF
    assert seen["slack_off"] is State.OFF
    assert seen["nobody"] is State.NOTE


def test_the_doctor_sees_a_playground_that_anybody_could_enter() -> None:
    assert saw({"LENTERA_PLAYGROUND": "on", "HOST": "0.0.0.0"})["playground_open"] is State.WRONG  # noqa: S104
    assert saw({"LENTERA_PLAYGROUND": "on", "SLACK_BOT_TOKEN": "x"})["playground_beside"] is State.WRONG
    assert saw({"LENTERA_PLAYGROUND": "on"})["playground_on"] is State.FINE


def test_the_doctor_names_a_policy_that_is_not_there() -> None:
    assert saw({"LENTERA_POLICY": "nowhere"})["no_policy"] is State.WRONG


def test_the_doctor_tells_all_mistakes_and_counts_them() -> None:
    _, findings = examine(WRONG, WORDS)
    page = report(findings, EN, "0.1.0")
    assert page.startswith("Lentera 0.1.0: what is configured, what is off, and why\n\nwrong  DATABASE_URL ")
    assert page.endswith(f"\n{len(WRONG)} things to put right.")
    assert "hunter2" not in page
    assert report(findings, ID, "0.1.0").endswith(f"\n{len(WRONG)} hal perlu dibetulkan.")


def test_every_finding_has_its_words() -> None:
    for environment in ({}, WRONG, {"LENTERA_PLAYGROUND": "on"}, {"SLACK_BOT_TOKEN": "x", "MICROSOFT_APP_ID": "y"}):
        _, findings = examine(environment, WORDS)
        for finding in findings:
            for t in (EN, ID):
                assert "{" not in sentence(finding, t)


@pytest.mark.parametrize(
    ("host", "only_here"),
    [("127.0.0.1", True), ("localhost", True), ("::1", True), ("0.0.0.0", False), ("web", False)],  # noqa: S104
)
def test_what_only_this_machine_reaches(host: str, *, only_here: bool) -> None:
    assert loopback(host) is only_here
