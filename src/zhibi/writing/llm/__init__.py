"""The writer with a model."""
