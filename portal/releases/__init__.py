"""What may regional leads be shown of this partnership's casework, and who here agrees to it?"""
