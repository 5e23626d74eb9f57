"""Every correction, over Slack, late in a morning: see `tests.slack.speakers`."""

from tests.dialogues.test_corrections import *  # noqa: F403 - every dialogue is a test here
from tests.slack.speakers import *  # noqa: F403 - fixtures
