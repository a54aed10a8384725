"""What passes between the partnership and the National Panel about a case, and which of its steps are late?"""
