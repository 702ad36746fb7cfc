"""What one visitor asked and was told, and what a visitor can do in the rooms with the live network."""
