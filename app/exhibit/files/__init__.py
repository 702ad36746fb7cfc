"""The ground floor: content files read, watched and found wrong. Knows nothing of what they mean."""
