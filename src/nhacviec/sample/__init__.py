"""Thành phố mẫu: the sample city."""
