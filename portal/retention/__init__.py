"""How long what is published stays public, and who or what ends that."""
