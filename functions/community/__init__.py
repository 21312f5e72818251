"""Community: who doesn't want to meet whom, and what moderators should look at."""
