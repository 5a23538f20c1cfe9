"""Real networks of real servers, in Linux network namespaces that nothing leaves.

`python -m tests.lab list` shows the networks; `lab.py` builds one, `labs.py` says what stands in each.
"""
