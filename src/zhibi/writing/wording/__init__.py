"""How both writers spell numerals, and where they part what is too heavy."""
