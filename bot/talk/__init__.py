"""The open door: whoever would rather talk reaches HR, by name or without one.

The rule to keep: the person decides whether HR learns who they are, before a word is written.
"""
