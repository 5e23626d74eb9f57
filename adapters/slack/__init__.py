"""Slack: what comes in from it, what goes out to it, and how a message looks there."""
