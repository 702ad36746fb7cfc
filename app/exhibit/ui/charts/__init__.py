"""Charts, one function each: data in, a figure or a list of bars out."""
