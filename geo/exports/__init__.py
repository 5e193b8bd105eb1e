"""What leaves the atlas as data: tables with their evidence, in four formats and three datums.

``datasets`` says which tables there are, ``table`` turns one into a frame, ``formats`` writes
it as CSV, XLSX, GeoJSON or GeoPackage and reads such a file back into the same frame.
"""
