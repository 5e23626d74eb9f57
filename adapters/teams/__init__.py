"""Teams: from activities to events, and from replies to Adaptive Cards."""
