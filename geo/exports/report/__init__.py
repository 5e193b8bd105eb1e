"""What a report on a study says, in Chinese and English: sections of texts, tables and quotations.

It is written once and shown three ways: drawn on paper (``layers.report``), as a page, and as a
workbook (``geo.exports.study_workbook``).
"""
