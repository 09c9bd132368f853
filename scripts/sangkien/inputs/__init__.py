"""The ways in: each channel makes entries of what people send, and findings lead back to what they typed; must not know Git or YAML."""
