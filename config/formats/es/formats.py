"""Numbers as Guatemala and Mexico write them; Django's own are those of Spain."""

DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = ","
