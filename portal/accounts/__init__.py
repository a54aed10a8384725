"""Who are you, what opens your account, and who else works here?"""
