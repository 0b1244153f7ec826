"""What measures the reader: forms as other people fill them in, with their answers."""
