"""Scenarios whose outcome was worked out by hand from the rules: each rule alone, and those that meet."""

from pathlib import Path

import pytest

from tests.campaigns.play import SCENARIOS, by_time, play, read, shown


@pytest.mark.proves("leads_agree")
@pytest.mark.parametrize("path", sorted(SCENARIOS.glob("*.yaml")), ids=lambda path: path.stem)
def test_what_comes_out_is_what_the_rules_say(path: Path, tmp_path: Path) -> None:
    scenario, _, expected = path.read_text(encoding="utf-8").partition("\n---\n")
    lines = play(scenario, tmp_path)
    several = len({line.campaign for line in lines}) > 1
    assert sorted((shown(line, several=several) for line in lines), key=by_time) == sorted(read(expected), key=by_time)
