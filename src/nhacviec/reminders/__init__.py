"""Nhắc việc: the clock, the sweep, notices and their consequence."""
