"""Binary Word files (.doc), Word 6 to 2003, to a ``Document``."""
