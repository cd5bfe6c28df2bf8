"""Documents: what is printed of a letter, in which form, and how it stays true.

reading, grouping, roll     what is listed → a roll, with every word that is printed
preflight, boxes, editions, freezing
                            a look before freezing, without reading all names; a worker freezes
frozen, proof, sealing      rolls as files; is a file genuine
services, tasks, rendering  a document is owed, claimed by a worker, written
pdf                         markup and weasy lay out the text, composing and
                            typesetting set the names below it, by designs
writers                     every other format
wording, together           the words around the names, the same in each format; covers, and
                            what is said in several languages, for those that have a layout
layouts, layout_forms, preview
                            what organizers choose, and how they see it before
sign_up_sheet               the sheet of paper on which people sign
whereabouts                 on which page of an edition a signer stands
waiting                     what a worker draws for somebody who waits for it
"""

import os
from pathlib import Path

# Pango, which sets the names, and fc-list, which is asked before, read the same rules.
os.environ.setdefault("FONTCONFIG_FILE", str(Path(__file__).with_name("fonts.conf")))
