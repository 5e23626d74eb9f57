"""Hours that others than their owner may see: group figures, under the agreed ground rules, and a shared week."""
