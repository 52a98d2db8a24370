"""Organisations, people, posts and memberships as one workbook: template, check, import, export."""
