"""Calls to a model: providers, settings, requests, answers and failures."""
