"""Enterprise registries of any size: read in chunks, checked, placed, counted; never drawn here."""
