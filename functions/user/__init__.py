"""People: accounts, profiles, subscriptions."""
