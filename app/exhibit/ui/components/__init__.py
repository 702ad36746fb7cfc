"""The parts that need a script in the browser: each a folder with its Python, its script and its style."""
