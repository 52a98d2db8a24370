"""Thông tin đến: the inbox of each person."""
