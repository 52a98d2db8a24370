"""Kỷ luật: cases from proposal to decision."""
