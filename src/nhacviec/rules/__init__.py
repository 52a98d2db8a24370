"""The law as data and pure functions: no Django, no clock, no database. Every result says why."""
