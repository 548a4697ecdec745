"""Reads every figure of a text; knows no facts."""
