"""Platforms. Each turns what arrives into events of the core, and messages of the core into what it shows."""
