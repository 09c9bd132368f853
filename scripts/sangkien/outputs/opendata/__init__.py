"""The open data of the public site: figures, honoured innovations, their description and feeds; must not know how pages look."""
