"""PDF to a ``Document``: characters and paths of pages to grids and lines, and whether a text layer is what is drawn."""
