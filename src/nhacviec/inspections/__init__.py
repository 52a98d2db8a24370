"""Kiểm tra: inspections, assessments of officials, findings and remedies."""
