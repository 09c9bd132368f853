"""Writes the public site as Markdown and SVG; the generator that turns Markdown into HTML is not known here.

`markup` makes people's text safe, `charts` draws, the other modules write one kind of page each, `pages` gathers them.
"""
