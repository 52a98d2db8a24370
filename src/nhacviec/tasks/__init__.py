"""Nhiệm vụ: assigned work from assignment to acceptance."""
