import os
from pathlib import Path

# Pango, which sets the names, and fc-list, which is asked before, read the same rules.
os.environ.setdefault("FONTCONFIG_FILE", str(Path(__file__).with_name("fonts.conf")))
