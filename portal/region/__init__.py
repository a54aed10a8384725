"""What may regional leads compare? Releases and what is public; never a case."""
