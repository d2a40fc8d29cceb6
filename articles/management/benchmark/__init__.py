"""What `manage.py benchmark` is made of: posts nobody has written, the pages, and their price."""
