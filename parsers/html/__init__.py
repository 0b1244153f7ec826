"""HTML and MHT to a ``Document``: boxes that stand side by side are tables."""
