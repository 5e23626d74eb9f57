"""The composition root: the one room where the core and all outer rings meet.

The rule to keep: nothing is decided here; parts are made and handed to one another.
"""
