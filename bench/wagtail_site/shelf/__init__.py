"""Which pages does the Wagtail site have?"""
