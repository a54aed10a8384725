"""What are agencies asked about a case, what do they return, and what happens while one does not answer?"""
