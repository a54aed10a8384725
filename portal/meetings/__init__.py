"""When does the screening body meet, who sits on it, and what does it write down?"""
