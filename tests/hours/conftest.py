import pytest


@pytest.fixture(params=[pytest.param(40, id="some"), pytest.param(3000, id="thousands", marks=pytest.mark.proof)])
def many(request: pytest.FixtureRequest) -> int:
    """How many teams to try: a few each time, thousands in `make proof`."""
    return int(request.param)
