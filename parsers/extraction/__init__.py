"""From a ``Document`` to records: which forms are in it, and the value of each field by label and layout."""
