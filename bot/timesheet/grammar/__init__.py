"""The bilingual time grammar: what follows `/track`, read by one pure function.

The one rule to keep: it never guesses. What it cannot read with confidence it asks about (`Ask`) or refuses (`Wrong`).
"""

from bot.timesheet.grammar.line import canonical
from bot.timesheet.grammar.read import read
from bot.timesheet.grammar.reading import ASKS, WRONGS, Ask, Entries, Line, Order, Reading, Verb, Wrong

__all__ = ["ASKS", "WRONGS", "Ask", "Entries", "Line", "Order", "Reading", "Verb", "Wrong", "canonical", "read"]
