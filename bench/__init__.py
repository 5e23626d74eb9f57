"""What things cost on this machine, today. `python -m bench` prints it.

The rule to keep: only ratios travel. Everything is measured in one run next to a bare aiohttp handler, in turns, and
the median of the rounds counts.
"""
