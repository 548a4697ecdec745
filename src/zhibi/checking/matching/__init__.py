"""Which entry of the ledger each figure of a text states, and which one its words mean."""
