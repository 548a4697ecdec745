"""A model as second reader of what the rules of the check cannot decide (`check --reader`)."""
