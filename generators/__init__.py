"""Canonical records to office files: blank and prefilled forms."""
