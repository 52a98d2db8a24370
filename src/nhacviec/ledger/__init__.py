"""Sổ lưu vết: append-only, hash-chained entries."""
