"""WordprocessingML (.docx) to a ``Document``."""
