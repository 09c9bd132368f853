"""Makes a public site's folder from a revision: its files, the theme's frame, a last check, a preview; must not know what a page says."""
