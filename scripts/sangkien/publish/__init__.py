"""From a revision to the folder of a public site: what it is made of, the theme's frame around it, a last look, a preview."""
