"""The English of imports, code by code: refusals, row problems, suggestions and notes."""

from __future__ import annotations

REFUSALS = {
    # --- any file
    "empty_file": "the file is empty.",
    "too_large": "the file has {bytes} bytes; allowed are {allowed}.",
    "unknown_kind": "this is {found}; allowed are CSV, TXT, XLSX, GeoJSON, GeoPackage and a "
    "zipped Shapefile.",
    "virtual_file": "this is {found}, a file that points at other files or addresses; bring the "
    "data itself: CSV, XLSX, GeoJSON, GeoPackage or a zipped Shapefile.",
    "too_many_columns": "there are {columns} columns; allowed are {allowed}.",
    "too_many_rows": "there are more than {allowed} rows; bring the file in parts.",
    "too_many_cells": "there are {rows} rows × {columns} columns; allowed are {allowed} cells. "
    "Leave out columns that are not needed.",
    "no_rows": "there is no row of data under the header.",
    "unknown_choice": "{what} “{value}” is not there; allowed: {allowed}.",
    # --- the process that reads
    "out_of_time": "reading took longer than {seconds} seconds; allowed is what can be read in "
    "that time. Bring fewer rows or simpler outlines.",
    "out_of_memory": "reading needs more memory than the {mebibytes} MiB that are allowed.",
    "reader_crashed": "the reader broke down on this file ({how}); it is damaged or made to do "
    "harm. Save it anew with the program that made it.",
    "answer_too_large": "what the file holds is larger than the {allowed} bytes that are allowed.",
    "cancelled": "the import was cancelled.",
    # --- text
    "undecodable": "the text is not {encodings}: byte {byte} in line {line} fits none of them. "
    "Name its encoding, or save it as UTF-8.",
    "mixed_encodings": "the text is {encoding} up to line {last}; from line {line} on it is "
    "something else. Save it anew in one encoding; or choose one, and rows that do not fit it are "
    "left out.",
    "utf16": "the text is UTF-16. Save it as “CSV UTF-8” and bring it again.",
    "encoding_unclear": "the text is not UTF-8; as GB18030 only {share} % of its characters are "
    "common Chinese ones, so it is probably something else. Name its encoding "
    "(allowed: {allowed}), or save it as UTF-8.",
    "nul_byte": "line {line} holds a NUL byte, which no text has; everything behind it in its "
    "cell would be lost. Save the file anew as CSV in UTF-8.",
    "unclosed_quote": "row {row} opens a quotation mark that is never closed: “{value}”. The "
    "rest of the file would be one cell.",
    "bad_quote": "row {row} has text after a closing quotation mark ({detail}). Double the "
    "quotation marks inside a quoted cell.",
    "long_line": "line {line} has {chars} characters; allowed are {allowed}. A quotation mark "
    "is probably not closed.",
    "long_cell": "row {row} has a cell of more than {allowed} characters, which is allowed. A "
    "quotation mark is probably not closed.",
    # --- archives
    "bad_zip": "the archive (zip or workbook) is damaged, broken off, or packed in an unknown way; "
    "send it once more, or save it anew.",
    "too_many_members": "the archive has {members} members; allowed are {allowed}.",
    "unpacks_too_large": "the archive unpacks to {bytes} bytes; allowed are {allowed}.",
    "zip_bomb": "“{member}” unpacks to {ratio} times its size; allowed are {allowed} times.",
    "member_path": "the archive has a member that points outside of it: “{member}”.",
    "member_link": "the archive has a link, “{member}”; allowed are files.",
    "member_encrypted": "“{member}” is encrypted; save it without a password.",
    "member_nested": "“{member}” is an archive within the archive; bring the files themselves.",
    "member_twice": "the archive holds “{member}” twice.",
    # --- workbooks
    "old_excel": "this is an old Excel file (.xls) or one with a password; save it as .xlsx "
    "without a password.",
    "bad_workbook": "the workbook cannot be read ({detail}).",
    "no_sheet": "the workbook has no sheet with cells.",
    # --- shapefiles
    "zip_without_shapefile": "the archive holds no .shp but: {members}.",
    "several_shapefiles": "the archive holds {count} shapefiles ({members}); allowed is one.",
    "shapefile_part_missing": "“{member}” has no {missing} beside it; a Shapefile is .shp, .shx "
    "and .dbf together.",
    "foreign_member": "the archive holds “{member}”, which belongs to no Shapefile; allowed "
    "endings: {allowed}.",
    "bad_dbf": "the attribute table (.dbf) is damaged ({detail}).",
    # --- GeoJSON, GeoPackage
    "not_json": "this begins like JSON but is none: {detail}, line {line}.",
    "not_geojson": "this is JSON but no GeoJSON: {detail}; allowed are a FeatureCollection, a "
    "Feature or a geometry.",
    "duplicate_key": "the key “{key}” stands twice in one object; one of them would be lost.",
    "too_deep": "objects are nested deeper than {allowed} levels.",
    "crs_link": "the member “crs” links to “{value}”; an import asks nobody else. Name the CRS "
    "or leave the member out.",
    "bad_crs_member": "the member “crs” is “{value}”; allowed is the name of a CRS, such as "
    "urn:ogc:def:crs:EPSG::4490.",
    "not_geopackage": "this is a database, but no GeoPackage ({detail}).",
    "damaged_database": "the GeoPackage is damaged: {detail}.",
    "view_layer": "“{layer}” is a view, which can hold any calculation; allowed are tables: "
    "{allowed}.",
    "no_layer": "the GeoPackage has no table with places; it has {found}.",
    "bad_layer": "the layer cannot be read ({detail}).",
    "too_many_vertices": "the outlines have {vertices} vertices together; allowed are {allowed}. "
    "Simplify them first.",
    # --- typed coordinates
    "bad_coordinates": "“{value}” is no pair of coordinates; write for example 121.4737,31.2304 "
    "or 31°13′49.4″N 121°28′25.3″E.",
    "unclear_coordinates": "in “{value}” it is not clear which is longitude and which latitude; "
    "mark them with E and N.",
    # --- what is asked
    "coordinates_needed": "it is not clear which columns hold the coordinates; choose them. "
    "There are: {columns}.",
    "datum_needed": "the file does not say for certain in which datum its coordinates are; "
    "choose one of: {allowed}.",
    "unsupported_crs": "the coordinates are in {name}, which has no exact way to WGS-84; allowed "
    "are WGS-84, GCJ-02, BD-09, CGCS2000 and systems upon WGS-84 or CGCS2000. Convert them first.",
}
PROBLEMS = {
    "missing_coordinate": "there is no {axis}",
    "missing_geometry": "there is no place",
    "not_a_number": "{axis} “{value}” is no number",
    "not_a_place": "“{value}” is no pair of coordinates",
    "non_finite": "{axis} “{value}” is not finite",
    "swapped": "longitude and latitude ({x}, {y}) are swapped",
    "swapped_metres": "easting and northing ({x}, {y}) are swapped",
    "out_of_range": "({x}, {y}) lies outside of what {datum} can hold",
    "zone_mismatch": "easting {x} belongs to zone {found}, not to zone {zone}",
    "outside": "lies at {lon}, {lat} (WGS-84), outside all cities: {cities}",
    "elsewhere": "lies at {lon}, {lat} (WGS-84), in another city: {cities}; this project: {city}",
    "wrong_type": "“{value}” cannot be read as {type}",
    "duplicate": "repeats row {row} in every cell",
    "same_place": "only its position is that of row {row}, other cells differ: it is taken",
    "too_many": "has {cells} cells, the header {columns}",
    "too_few": "has {cells} cells, the header {columns}",
    "read_lat_first": "read as latitude, longitude",
    "read_northing_first": "read as northing, easting",
    "bad_geometry": "the outline cannot be read ({detail})",
    "invalid_geometry": "the outline is not valid ({detail})",
    "repaired_geometry": "the outline was not valid ({detail}) and was repaired",
    "many_vertices": "the outline has {vertices} vertices; allowed are {allowed}",
    "cut_text": "the text “{value}” was cut in the middle of a character",
}
SUGGESTIONS = {
    "fill_in": "fill it in, or leave the row out",
    "write_number": "write decimal degrees or metres with a point, such as 121.4737",
    "swap": "write {x}, {y}",
    "check_datum": "check the datum and the coordinates",
    "check_zone": "choose zone {found}, or correct the easting",
    "keep_elsewhere": "leave it out, or take rows in another city, too",
    "keep_outside": "correct the coordinates, or take rows outside of the cities, too",
    "keep_duplicate": "remove one of them, or take rows that repeat another in every cell, too",
    "keep_text": "correct the value, or take the column as text",
    "check_delimiter": "check quotation marks and delimiters in this row",
    "repair": "repair the outline in a GIS, or have it repaired here",
    "simplify": "simplify the outline",
}
NOTES = {
    "ending_differs": "the name ends in {ending}, but the file is {kind}",
    "encoding_guessed": "read as GB18030, because it is not UTF-8 and {share} % of its "
    "characters are common Chinese ones; check the first rows",
    "dbf_encoding": "the Shapefile names no encoding (.cpg); its table was read as {encoding}",
    "cpg_superset": "the Shapefile states {named} (.cpg); its table was read as {encoding}, which "
    "holds all of it and more",
    "delimiter_unsure": "{chosen} was taken as delimiter; {others} would fit, too",
    "one_column": "no delimiter was found; there is one column",
    "separator_line": "the first line names the delimiter and is no row",
    "no_header": "the first row holds data, so columns are called column_1, column_2, …",
    "title_rows": "the header was taken from row {row}; rows above it are titles: {values}",
    "empty_header": "column {number} has no name and is called {name}",
    "double_header": "the name “{name}” stands twice; the second is called {new}",
    "renamed_geometry": "the column “{name}” is called {new}, because the place has that name",
    "merged_cells": "cells are merged at {ranges}; only the first of each has the value",
    "error_cells": "{count} cells of the workbook hold errors such as #DIV/0!; they are empty here",
    "formulas_without_value": "formulas of the workbook without a stored result, empty here: "
    "{count}; open and save it in a spreadsheet program",
    "empty_rows": "{count} empty rows were passed over",
    "cleaned": "{count} texts held characters that cannot be stored; “\ufffd” stands for them",
    "unguarded": "{count} cells began with an apostrophe that keeps a spreadsheet from "
    "calculating them; it was taken away",
    "mixed_column": "column {column} holds numbers and other things, first in row {row}: “{value}”",
    "decimal_comma": "column {column} has a decimal comma",
    "comma_unsure": "in column {column} the comma may part thousands or be the decimal sign: "
    "“{value}”; it is kept as text unless somebody says which",
    "thousands_comma": "in column {column} commas part thousands, as in “{value}”",
    "comma_thousands_chosen": "that commas part thousands in column {column}, as in “{value}”, was "
    "chosen by the person who imported it",
    "comma_decimal_chosen": "that the comma is the decimal sign in column {column}, as in "
    "“{value}”, was chosen by the person who imported it",
    "views_left_out": "views were left out: {views}",
    "network_open": "the platform did not cut the reader off the network (Linux can); no kind "
    "of file that could ask for it is read",
    "files_open": "the platform did not cut the reader off other files (Linux with Landlock can); "
    "no kind of file that could ask for them is read",
    "nested_value": "column {column} holds objects or lists, kept as JSON text",
    "coordinates_2d": "heights are left out of {count} places",
    # --- why columns were taken for coordinates
    "by_names": "their names say so",
    "by_values": "their values lie where China does",
    "by_survey": "surveyors call northing X and easting Y: {x} holds eastings, {y} northings",
    "by_pair": "its cells hold pairs such as “{value}”",
    "names_only": "their names say so, but not their values",
    "names_degrees": "their names say so; {x_fit} of {x_filled} values of “{x}” are degrees, and "
    "{y_fit} of {y_filled} of “{y}”",
    "names_metres": "their names say so; {x_fit} of {x_filled} values of “{x}” are metres, and "
    "{y_fit} of {y_filled} of “{y}”",
    # --- why an order of pairs is proposed
    "order_by_values": "{count} of {pairs} pairs can only be read so",
    "order_tied": "{count} of {pairs} pairs can only be read so, and as many only the other way "
    "round: check them",
    # --- what is known of the datum
    "datum_column": "the column {column} says so in every row",
    "crs_in_file": "the file states {crs}",
    "crs_claim": "the file states {crs}, as files in GCJ-02 and BD-09 usually do, too: confirm it",
    "crs_by_rule": "GeoJSON is WGS-84 by rule (RFC 7946), but the file does not say: confirm it",
    "claims_differ": "a column says {column}, the file itself {crs}: confirm one",
    "datum_unknown": "the file does not say",
    "datum_chosen": "chosen by the person who imported it",
    "local_grid": "none of the systems listed puts these numbers (such as {x}, {y}) into a city of "
    "the atlas. They look like a city's own grid (such as the Shanghai city grid), which is not "
    "supported: have them converted to CGCS2000 or WGS-84 first, by the office that owns the "
    "transformation. Supported are WGS-84, GCJ-02, BD-09 and CGCS2000 in degrees, and the 3° zones "
    "of CGCS2000 in metres.",
    "zone_nowhere": "in none of the 3° zones of CGCS2000 do these numbers (such as {x}, {y}) lie "
    "in a city of the atlas. Check them, or choose the zone all the same.",
    # --- what was done on taking
    "converted": "{count} places converted from {datum} to WGS-84",
    "not_converted": "{count} places taken as WGS-84, unchanged",
    "not_shifted": "{count} places taken as WGS-84, none of them shifted",
    "turned_column": "latitude or northing stands first in column {column}; {count} places were "
    "read so",
    "turned_lines": "{count} places, told row by row, were read with latitude or northing first",
    "as_wgs84": "CGCS2000 taken as WGS-84 (decimetres apart)",
    "prefix_removed": "the zone number {zone} before {count} eastings was taken away",
}
