"""The public pages: none of them reads a session or sets a cookie."""
