"""How is what was learned used: which briefing, in which setting, and what will change?"""
