"""The learning work on cases: opened by a signed decision, marked as complete."""
