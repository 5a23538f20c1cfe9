"""Real programs' flows, laid onto 802.11, and what roomcheck makes of them."""
