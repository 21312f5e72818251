"""Telling people of changes, and reminding them: from the outbox to inboxes and e-mail."""
