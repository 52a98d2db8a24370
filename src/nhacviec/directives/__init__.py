"""Chỉ thị, kế hoạch: directives and their clauses."""
