"""Pictures of pages to a ``Document``: seals, ruling lines, ticks and recognised characters."""
