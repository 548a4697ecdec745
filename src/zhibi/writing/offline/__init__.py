"""The writer without a model."""
