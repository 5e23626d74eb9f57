"""Every dialogue, over Slack: see `tests.slack.speakers`."""

from tests.dialogues.test_a_day import *  # noqa: F403 - every dialogue is a test here
from tests.dialogues.test_asking import *  # noqa: F403
from tests.dialogues.test_privacy import *  # noqa: F403
from tests.dialogues.test_promises import *  # noqa: F403
from tests.dialogues.test_reminders import *  # noqa: F403
from tests.dialogues.test_sharing_anywhere import *  # noqa: F403
from tests.dialogues.test_talk import *  # noqa: F403
from tests.dialogues.test_timers import *  # noqa: F403
from tests.slack.speakers import *  # noqa: F403 - fixtures

# These do what nobody can do on Slack's screen: press somebody else's button, and send a form that is gone. What a
# forged request of that kind comes to is in `test_slack_forged`.
del test_nobody_else_brings_back_what_was_deleted  # noqa: F821 - imported above
del test_a_form_that_was_opened_before_a_newer_change_does_not_undo_it  # noqa: F821
