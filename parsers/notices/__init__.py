"""Official documents in a ``Document``: their elements, and a record of them."""
