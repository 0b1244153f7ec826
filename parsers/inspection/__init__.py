"""What the layout of an official document keeps of GB/T 9704-2012, and where it doesn't."""
