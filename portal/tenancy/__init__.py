"""What a partnership decides for itself: read from its folder, checked, and never changed while running."""
