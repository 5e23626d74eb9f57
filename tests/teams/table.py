"""Write Teams' settings into `docs/teams.md`: `python -m tests.teams.table`."""

import re
from pathlib import Path

from config.teams import VARIABLES

PAGE = Path(__file__).parents[2] / "docs" / "teams.md"
BETWEEN = re.compile(r"(<!-- teams: .*? -->\n)(.*?)(<!-- end -->)", re.DOTALL)


def table() -> str:
    """The settings, in Markdown."""
    rows = [f"| `{one.name}` | {one.meaning} | {f'`{one.default}`' if one.default else 'none'} |" for one in VARIABLES]
    return "\n".join(["| Variable | What it says | Default |", "|---|---|---|", *rows])


def main() -> None:
    """Replace what stands between the two comments."""
    page = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(BETWEEN.sub(lambda found: f"{found[1]}{table()}\n{found[3]}", page), encoding="utf-8")


if __name__ == "__main__":
    main()
