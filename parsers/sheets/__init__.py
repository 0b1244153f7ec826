"""Workbooks, .xlsx and .xls, to a ``Document``: a sheet is a table."""
