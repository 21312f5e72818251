"""One media item: create, fetch, change, archive, restore, run again."""
