"""What rooms are made of: the frame, charts, diagrams, pictures, components. They draw what they are given."""
