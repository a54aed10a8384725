"""What did the statutory partners decide about a case, and why?"""
