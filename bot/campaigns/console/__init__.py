"""HR's console: everything that `/rollout` does.

The rule to keep: every press and every form is asked again who may do it, because a button can be old or forged; and
everything that was done is in the audit log, in the same transaction.
"""
