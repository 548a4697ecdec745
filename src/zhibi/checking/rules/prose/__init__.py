"""How a report reads (W201–W211): warnings, each with its repair in the hint."""
