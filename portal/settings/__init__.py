"""What has a partnership chosen for itself, shown to those who administer it?"""
