"""Where the system runs: ``local`` on one machine, ``aws`` in the cloud."""
