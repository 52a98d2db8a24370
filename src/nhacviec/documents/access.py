"""Rights on registers. An issued document is read through the record that it belongs to."""

from nhacviec.orgs.access import Role, Viewer

from .models import Register

# Whose work is the book of an office: those who keep it, sign in it, and check what it says.
_READERS = (Role.CLERK, Role.LEADER, Role.HEAD, Role.INSPECTOR, Role.ORGANISER)


def register_issuers(viewer: Viewer) -> frozenset[int]:
    """Organisations whose registers the viewer may read: those served or led, not the whole subtree."""
    return frozenset(i for role in _READERS for i in viewer.roles.get(role, ()))


def may_read_register(viewer: Viewer, register: Register) -> bool:
    """Whether the viewer may open the book."""
    return register.issuer_id in register_issuers(viewer)


def may_take_numbers(viewer: Viewer, issuer_id: int) -> bool:
    """Whether the viewer keeps the register: the issuer's clerk, or who speaks for it."""
    return viewer.has(Role.CLERK, issuer_id) or issuer_id in viewer.speaks_for
