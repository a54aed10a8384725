"""What would the first page of the list cost in Wagtail, a content management system for public sites?"""
