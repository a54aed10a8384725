"""The rules of the work, with nothing but the standard library beneath them."""
