"""The verdict on a change and the ways to tell it: text for people, JSON for machines, annotations for GitHub."""
