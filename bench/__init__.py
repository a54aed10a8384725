"""How fast are the portal's public pages beside a bare Flask page and beside its neighbours?"""
