"""A server of the Model Context Protocol: zhibi's functions as tools for other programs."""
