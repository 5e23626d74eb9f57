"""Anonymous surveys that hold against the database, and not only in the report.

The rule to keep: an answer is sealed before it touches anything that stores or logs, and nobody sees a figure before
the survey has been counted, once, under the rules of `release.py`.
"""
