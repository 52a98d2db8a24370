"""Tổ chức và con người: organisations, people, posts, and the rights that follow from them."""
