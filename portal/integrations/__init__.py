"""How does the portal reach what stands outside it? Thin adapters, chosen by setting."""
