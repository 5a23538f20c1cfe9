"""One file per protocol that asks. A probe yields observations; it never judges."""
