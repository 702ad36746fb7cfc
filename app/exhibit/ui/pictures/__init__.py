"""Computed pictures, as the small JPEG or PNG that a page sends."""
