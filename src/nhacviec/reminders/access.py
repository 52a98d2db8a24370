"""Who may do what with notices and consequences: everything follows from the viewer's posts on the day (principle 9)."""

from nhacviec.orgs.access import Role, Viewer

from .models import Consequence, Notice, preparing_issuers


def may_prepare(viewer: Viewer, notice: Notice) -> bool:
    """Draft, set aside, present, serve: the issuer's clerk, or who speaks for the issuer."""
    return notice.issuer_id in preparing_issuers(viewer)


def may_use_workbench(viewer: Viewer) -> bool:
    """Whether there is any issuer whose notices the viewer prepares."""
    return bool(preparing_issuers(viewer))


def keeps_workbench(viewer: Viewer) -> bool:
    """Whether the workbench is daily work: an office's clerks and the leaders of a committee."""
    return viewer.has(Role.CLERK) or viewer.has(Role.LEADER)


def may_sign(viewer: Viewer, notice: Notice) -> bool:
    """A leader who speaks for the issuer, never the person whom the notice names."""
    return (
        viewer.person_id is not None and notice.issuer_id in viewer.speaks_for and viewer.person_id != notice.person_id
    )


may_withdraw = may_sign


def may_answer(viewer: Viewer, notice: Notice) -> bool:
    """Acknowledge and reply: the head or a deputy of the addressee, or the person named."""
    return viewer.person_id is not None and (
        notice.addressee_id in viewer.speaks_for or notice.person_id == viewer.person_id
    )


def may_decide(viewer: Viewer, consequence: Consequence) -> bool:
    """Who speaks for the deciding body, never about himself (T-27)."""
    return (
        viewer.person_id is not None
        and consequence.decider_id in viewer.speaks_for
        and consequence.person_id != viewer.person_id
    )
