"""Rollouts: the right message reaches every person once, at a sensible hour where that person lives.

The rule to keep: no code knows a playbook or a step by name; what a step is stands in its playbook.
"""
