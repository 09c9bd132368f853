"""From people to files: each channel gives entries, and what is said of their files finds its way back to what people typed."""
