"""What a review writes for readers: written, approved, published, taken down."""
