"""From people to files: what an officer attests, made ready to be committed."""
