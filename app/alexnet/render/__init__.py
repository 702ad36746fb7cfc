"""Arrays as pictures: colour scales and sheets of tiles. NumPy and Pillow only."""
