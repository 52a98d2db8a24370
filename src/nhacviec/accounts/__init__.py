"""Tài khoản: users and sign-in."""
