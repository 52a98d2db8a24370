"""Nhập liệu: annexes and spreadsheets become proposed records, then confirmed ones."""
