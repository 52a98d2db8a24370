"""Who may do what with accounts. Rights over a person's account follow from posts: `orgs.actions.accounts`."""

from .models import User


def administers(user: User) -> bool:
    """Whether a user runs the installation and so sees all accounts."""
    return user.is_authenticated and user.is_operator
