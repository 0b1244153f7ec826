"""Bytes to found text: one ``Document`` model for every format, then matching and extraction against a definition."""
