"""The networks, layer by layer: that of the paper and the variant of 2014, and what their layers cost."""
