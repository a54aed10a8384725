"""How many lines does a list on a staff page have at most?"""

# The pages say so when a list reaches it: `only_some` in templates/components/lists.html.
MOST_LISTED = 300
