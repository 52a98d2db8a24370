"""Văn bản: registers of numbers, official layout, attachments."""
