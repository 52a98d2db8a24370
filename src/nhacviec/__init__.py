"""Nhắc Việc: tasks, reminder notices, inspections, discipline and the yearly review of a public administration."""

__version__ = "0.1.0"
