"""Thống kê: figures, overview and yearly tables. No records of its own."""
