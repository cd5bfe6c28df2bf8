"""Sets long lists of names into a PDF that WeasyPrint began: fast, and every name tagged.

WeasyPrint spends most of a millisecond on the boxes of one line, whatever the markup.
Names need no boxes: a line is words with a width, and the same words come again and
again. So each word is shaped once, by the same Pango and the same fonts, and lines,
columns and pages are counted out (`pages`), written with their part of the structure
tree (`structure`) and saved without holding the file in memory (`file`).

    fonts      the fonts, shared with WeasyPrint, and what their glyphs show and mean
    glyphs     text → words: glyphs of fonts, with their widths
    page       words → the operators of one page, with their marks
    blocks     what is set: headings, paragraphs, lists; the sheet
    pages      groups of names → pages, and where each name's marks are
    structure  the tree, outline and fonts of those pages, joined to WeasyPrint's own
    file       objects → bytes

Nothing here knows of letters or signatures; lengths are points (1/72 inch).
"""
