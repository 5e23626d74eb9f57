"""Every zone, over Slack: see `tests.slack.speakers`."""

from tests.dialogues.test_zones import *  # noqa: F403 - every dialogue is a test here
from tests.slack.speakers import *  # noqa: F403 - fixtures
