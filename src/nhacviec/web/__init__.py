"""The shell every page stands in. Imports no other room and knows no rule of law."""
