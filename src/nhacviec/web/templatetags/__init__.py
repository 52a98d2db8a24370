"""Template tags of the shell: ``{% load nv %}``."""
