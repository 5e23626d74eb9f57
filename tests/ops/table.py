"""Write the settings into `docs/operator.md`: `python -m tests.ops.table`."""

import re
from pathlib import Path

from config import manual

PAGE = Path(__file__).parents[2] / "docs" / "operator.md"
BETWEEN = re.compile(r"(<!-- settings: .*? -->\n)(.*?)(<!-- end -->)", re.DOTALL)


def main() -> None:
    """Replace what stands between the two comments."""
    page = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(BETWEEN.sub(lambda found: f"{found[1]}{manual.table()}\n{found[3]}", page), encoding="utf-8")


if __name__ == "__main__":
    main()
