from collections.abc import Mapping

import pytest

from config.teams import VARIABLES, read

APP, TENANT, OTHER = (f"{digit * 8}-2222-3333-4444-555555555555" for digit in "123")
SET = {"MICROSOFT_APP_ID": APP, "MICROSOFT_APP_PASSWORD": "a~Secret.Value_of-40", "MICROSOFT_APP_TENANT_ID": TENANT}


def wrong(environment: Mapping[str, str]) -> dict[str, str]:
    settings, mistakes = read(environment)
    assert (settings is None) is bool(mistakes)
    return {mistake.variable: mistake.key for mistake in mistakes}


def test_without_any_of_it_teams_is_off() -> None:
    assert read({}) == (None, ())
    assert read({"MICROSOFT_APP_ID": " ", "MICROSOFT_APP_TYPE": "SingleTenant"}) == (None, ())


def test_three_settings_are_enough() -> None:
    settings, mistakes = read(SET)
    assert mistakes == ()
    assert settings is not None
    assert (settings.app, settings.tenant, settings.tenants) == (APP, TENANT, frozenset({TENANT}))
    assert settings.signing == settings.password
    assert "Secret" not in repr(settings)


def test_an_app_of_many_tenants_logs_in_elsewhere_and_names_whom_it_lets_in() -> None:
    settings, _ = read(SET | {"MICROSOFT_APP_TYPE": "multitenant", "MICROSOFT_APP_TENANT_ID": f"{TENANT}, {OTHER}"})
    assert settings is not None
    assert (settings.tenant, settings.tenants) == ("", frozenset({TENANT, OTHER}))


def test_a_managed_identity_needs_no_password_and_something_to_sign_with() -> None:
    machine = {"MICROSOFT_APP_ID": APP, "MICROSOFT_APP_TENANT_ID": TENANT, "MICROSOFT_APP_TYPE": "UserAssignedMSI"}
    assert wrong(machine) == {"TEAMS_SIGNING_SECRET": "missing"}
    settings, _ = read(machine | {"TEAMS_SIGNING_SECRET": "0123456789abcdef"})
    assert settings is not None
    assert (settings.password, settings.signing) == ("", "0123456789abcdef")


def test_which_teams_mean_something_is_named() -> None:
    settings, _ = read(SET)
    assert settings is not None
    assert (settings.divisions, settings.leads, settings.hr) == (("*",), (), ())
    said = {"TEAMS_DIVISION_TEAMS": "Design,  Sales *", "TEAMS_LEAD_TEAMS": "*", "TEAMS_HR_TEAMS": f"{APP}, {OTHER}"}
    settings, mistakes = read(SET | said)
    assert mistakes == ()
    assert settings is not None
    assert (settings.divisions, settings.leads, settings.hr) == (("Design", "Sales *"), ("*",), (APP, OTHER))


@pytest.mark.parametrize("name", SET)
def test_half_a_configuration_is_a_mistake(name: str) -> None:
    assert wrong({key: value for key, value in SET.items() if key != name}) == {name: "missing"}


@pytest.mark.parametrize(
    ("name", "value", "key"),
    [
        ("MICROSOFT_APP_ID", "lentera", "wrong_guid"),
        ("MICROSOFT_APP_TENANT_ID", "example.onmicrosoft.com", "wrong_guid"),
        ("MICROSOFT_APP_TENANT_ID", f"{TENANT}, {OTHER}", "wrong_guid"),
        ("MICROSOFT_APP_PASSWORD", OTHER, "wrong_teams_password"),
        ("MICROSOFT_APP_PASSWORD", "short", "wrong_teams_password"),
        ("MICROSOFT_APP_TYPE", "Any", "wrong_choice"),
        ("TEAMS_SIGNING_SECRET", "short", "short_secret"),
        ("TEAMS_GUESTS", "maybe", "wrong_choice"),
        ("TEAMS_DIVISION_TEAMS", "De*sign", "wrong_teams_names"),
        ("TEAMS_LEAD_TEAMS", "*, * x", "wrong_teams_names"),
        ("TEAMS_HR_TEAMS", "HR", "wrong_guid"),
        ("TEAMS_HR_TEAMS", "*", "wrong_guid"),
        ("TEAMS_GRAPH_URL", "http://graph.example", "wrong_teams_url"),
        ("TEAMS_OPENID_METADATA_URL", "http://login.botframework.com/x", "wrong_teams_url"),
        ("TEAMS_OPENID_METADATA_URL", "http://127.0.0.1.evil.example/x", "wrong_teams_url"),
        ("TEAMS_LOGIN_URL", "http://login.microsoftonline.com", "wrong_teams_url"),
        ("TEAMS_LOGIN_URL", "ftp://127.0.0.1/", "wrong_teams_url"),
    ],
)
def test_what_cannot_be_right_is_told(name: str, value: str, key: str) -> None:
    assert wrong(SET | {name: value}) == {name: key}


def test_a_plain_loopback_address_is_for_tests() -> None:
    local = {
        "TEAMS_OPENID_METADATA_URL": "http://127.0.0.1:4000/issuer/openid",
        "TEAMS_LOGIN_URL": "http://localhost:4000/login",
    }
    settings, _ = read(SET | local)
    assert settings is not None
    assert (settings.metadata, settings.login) == tuple(local.values())


def test_every_example_would_work() -> None:
    examples = {variable.name: variable.example for variable in VARIABLES}
    examples["MICROSOFT_APP_PASSWORD"] = SET["MICROSOFT_APP_PASSWORD"]
    examples["TEAMS_SIGNING_SECRET"] = "0123456789abcdef"  # noqa: S105 - an example
    assert wrong(examples) == {}
