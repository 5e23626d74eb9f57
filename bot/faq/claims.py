"""What the answers claim about privacy.

The rule to keep: an answer claims nothing that no test proves. Tests say what they prove with
`@pytest.mark.proves("name")`, and one test holds both lists against each other.
"""

from collections.abc import Mapping
from types import MappingProxyType

CLAIMS: Mapping[str, str] = MappingProxyType(
    {
        "own_entries": "Lentera shows somebody's entries to nobody but them, unless they share a week.",
        "no_roles_see": "No role may open or receive what one other person has logged.",
        "figures_rule": "Leads and HR see averages of a team only as the agreed rules say, from six people up.",
        "share": "A shared week shows hours by day alone, to one lead, until it is taken back; each look is told.",
        "no_list": "There is no list, count or row that tells who has not logged.",
        "no_score": "Nothing that is stored is a score, a target or a rank.",
        "nothing_watches": "Lentera receives what is written to it, filled in and pressed, and nothing else.",
        "no_channels": "It asks for no permission that reads channels or other people's chats.",
        "no_reason": "Why somebody is off is neither asked nor stored.",
        "corrections_told": "Whoever's entry is corrected by an operator is told what it was and what it is.",
        "history_kept": "Changes and deletions stay in the history.",
        "retention": "What is older than its setting says is deleted each night.",
        "export": "Everybody gets what is held about them as a file, and nobody else's.",
        "erase": "Whoever asks to be erased leaves no trace but what the form has named.",
        "looks": "Who has looked at figures that include somebody, and who changed something, is told to them.",
        "statement": "A statement shows hours, overtime and every change.",
        "strain_private": "The word about much overtime goes to the person alone.",
        "reminders_off": "Reminders can be moved and switched off.",
        "promises_signed": "Promises hold once somebody else than their author has signed them.",
        "leads_agree": "Nothing is announced before the leads have agreed to the ground rules.",
        "survey_unlinked": "What is stored of a survey leads from no answer to a person.",
        "survey_floor": "No group with fewer answers than the floor is shown.",
        "survey_destroyed": "After the count, single answers, marks and key are gone.",
        "survey_turnout": "How many have answered a survey is told once a day, in tens, from 50 people up; no more.",
        "survey_change": "Until the end an answer can be changed or withdrawn with its code.",
        "asked_counted": "Questions and answers are counted by month and topic, from five people up, outside surveys.",
        "nameless": "Whoever writes to HR without a name is stored nowhere with it.",
    }
)
