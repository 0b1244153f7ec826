"""One module a step. A step that has shipped is never changed."""
