"""What does the partnership know of a case, and who may know it?"""
