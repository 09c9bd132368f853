"""Writes the public site: pages as HTML, some as Markdown, pictures; must not know the generator that puts pages in the theme's frame.

`pages` gathers all files, `charts` and others draw, the other modules write one kind of page each.
"""
