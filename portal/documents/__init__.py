"""Which files belong to a case, and who adds, opens and takes away one?"""
