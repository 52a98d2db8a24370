"""Kiểm điểm, xếp loại: yearly campaigns, ceilings, quotas and decisions."""
