"""Who must have a second factor (X-12): those who sign for a committee, keep records or run the installation."""

from .access import Role, Viewer, keeps_records


def needs_second_factor(viewer: Viewer) -> bool:
    """Whether the viewer, in the posts in which he acts now, signs or administers. No query."""
    signs = any(post.speaks and post.serves in viewer.roles.get(Role.LEADER, ()) for post in viewer.posts)
    return keeps_records(viewer) or signs
