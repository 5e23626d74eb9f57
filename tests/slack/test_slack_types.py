"""Every message of the gallery has the shape that Slack's own types give it, in every language."""

import json
from pathlib import Path

import pytest

from bot.texts import Texts
from tests.slack.seen import LOCALES, NODE, everything, run, tool

pytestmark = pytest.mark.slow

HEAD = """
import type { HomeView, KnownBlock, ModalView } from "@slack/types";
// Slack's own views also take any block that has a type, and then nothing of it is checked.
type Of<View> = Omit<View, "blocks"> & { blocks: KnownBlock[] };
"""
TYPES = {"message": "KnownBlock[]", "modal": "Of<ModalView>", "home": "Of<HomeView>"}


def checked(folder: Path, source: str) -> str:
    """What the compiler says."""
    tsc = tool("tsc")
    file = folder / "shown.ts"
    file.write_text(HEAD + source, encoding="utf-8")
    paths = {"compilerOptions": {
        "strict": True, "noEmit": True, "module": "nodenext", "target": "es2022", "types": [], "skipLibCheck": True,
        "paths": {"@slack/types": [str(NODE / "node_modules" / "@slack" / "types")]},
    }, "files": [str(file)]}  # fmt: skip
    (folder / "tsconfig.json").write_text(json.dumps(paths), encoding="utf-8")
    done = run(tsc, "--project", folder / "tsconfig.json", "--pretty", "false")
    assert bool(done.stdout) == bool(done.returncode), done.stderr
    return done.stdout


@pytest.mark.parametrize("locale", LOCALES)
def test_everything_is_as_slack_s_types_want_it(texts: Texts, tmp_path: Path, locale: str) -> None:
    source = "\n".join(
        f"export const shown{place}: {TYPES[seen.kind]} = {json.dumps(seen.view or seen.blocks)}; // {seen.name}"
        for place, seen in enumerate(everything(texts, locale))
    )
    assert source.count("export const") > 100
    assert checked(tmp_path, source) == ""


@pytest.mark.parametrize(
    "wrong",
    [
        'const a: KnownBlock[] = [{"type": "context", "elements": [{"type": "plain_text", "words": "x"}]}];',
        'const a: KnownBlock[] = [{"type": "image", "slack_file": {"id": "F1"}}];',
        'const a: KnownBlock[] = [{"type": "table", "rows": [], "column_settings": [{"align": "middle"}]}];',
        'const a: Of<HomeView> = {"type": "home", "blocks": [{"type": "paragraph"}]};',
        'const a: Of<ModalView> = {"type": "modal", "blocks": []};',
    ],
)
def test_what_slack_s_types_do_not_know_is_found(tmp_path: Path, wrong: str) -> None:
    assert "error TS" in checked(tmp_path, f"export {wrong}")
