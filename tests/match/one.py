"""One signature as a file, whole and sound. Tests change a line of it and see what is said."""

ONE = """
about = "x"
[[signature]]
id = "x.y"
title = "says x"
says = ["camera"]
grade = "weak"
basis = "product"
grounds = "reasoning"
reasoning = "long enough to be one"
statement = "names-product"
fact = "x"
when = [{ field = "http.server", equals = "x" }]
innocent = ["recorder-or-camera"]
sources = [{ ref = "here", date = 2026-11-22 }]
[[signature.example]]
kind = "http.server"
raw = "x"
"""
