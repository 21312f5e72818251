"""Uploads in presigned parts that can be continued from anywhere."""
