"""Pictures drawn as SVG: data first, words given, colours from the stylesheet, and always an `alt`."""
