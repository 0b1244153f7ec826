"""What a form is: definitions as data, values and their kinds, checks. No office or PDF library in here."""
