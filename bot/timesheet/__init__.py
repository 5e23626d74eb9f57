"""Logging time: the grammar, entries, timers, reports, overtime, reminders."""
