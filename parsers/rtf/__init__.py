"""Rich Text Format to a ``Document``."""
