"""Bringing one's own data: files read in a sandbox, previewed, checked row by row, then taken."""
