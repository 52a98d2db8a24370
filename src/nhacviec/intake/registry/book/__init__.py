"""The workbook itself: its form, how it is read and written."""
