"""Answers to questions about time tracking and one's own data."""
