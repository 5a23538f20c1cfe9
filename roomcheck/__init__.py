"""roomcheck: is this room watching me, and can I prove it?"""

__version__ = "0.1.0"
