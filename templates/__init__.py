"""Templates as package data: ``docx/`` is edited in Word, ``html/`` holds the pages."""
