"""What a form is: definitions as data, values and their kinds, checks. No office or PDF library in here."""

__version__ = "0.1.0"
"""The version of the whole program; it stands on the ground floor so that every room can name it."""
