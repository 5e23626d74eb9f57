"""Who works here, and where they belong: what platforms say of their members, and the table that HR keeps.

The rule to keep: it knows places in the company, and nothing about anybody's hours.
"""
