"""The rules that look at a whole text, in modules by family; `table` lists them.

Importing one family does not import the others: drafting uses the words of some.
"""
