"""How does an agency refer a case, and how does the partnership take it in?"""
