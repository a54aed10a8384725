"""How did the tables of the pages come about?"""
