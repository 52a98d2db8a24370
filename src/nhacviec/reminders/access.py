"""Who may do what with notices and consequences: everything follows from the viewer's posts on the day (principle 9)."""

from nhacviec.orgs.access import Role, Viewer

from .models import Consequence, Notice, preparing_issuers


def may_prepare(viewer: Viewer, notice: Notice) -> bool:
    """Draft, set aside, present, serve: the issuer's clerk, or who speaks for the issuer."""
    return notice.issuer_id in preparing_issuers(viewer)


def may_hold_back(viewer: Viewer, notice: Notice) -> bool:
    """Set aside, discard, change the cure date: who prepares it, never in the own case or that of the unit he heads."""
    return (
        may_prepare(viewer, notice)
        and not viewer.concerns(notice.person_id)
        and not _heads_another(viewer, notice.addressee_id, notice.issuer_id)
    )


def may_use_workbench(viewer: Viewer) -> bool:
    """Whether there is any issuer whose notices the viewer prepares."""
    return bool(preparing_issuers(viewer))


def keeps_workbench(viewer: Viewer) -> bool:
    """Whether the workbench is daily work: an office's clerks and the leaders of a committee."""
    return viewer.has(Role.CLERK) or viewer.has(Role.LEADER)


def may_sign(viewer: Viewer, notice: Notice) -> bool:
    """A leader who speaks for the issuer, never the person whom the notice names."""
    return (
        viewer.person_id is not None and notice.issuer_id in viewer.speaks_for and not viewer.concerns(notice.person_id)
    )


def may_withdraw(viewer: Viewer, notice: Notice) -> bool:
    """Who may sign, unless the notice is addressed to the organisation that he or she heads in another post."""
    return may_sign(viewer, notice) and not _heads_another(viewer, notice.addressee_id, notice.issuer_id)


def _heads_another(viewer: Viewer, organisation_id: int, acting_for: int) -> bool:
    """Whether the viewer heads or deputises an organisation other than the one in whose name he or she would act."""
    return organisation_id != acting_for and organisation_id in viewer.heads


def may_answer(viewer: Viewer, notice: Notice) -> bool:
    """Acknowledge and reply: the head or a deputy of the addressee, or the person named."""
    return viewer.person_id is not None and (
        notice.addressee_id in viewer.speaks_for or notice.person_id == viewer.self_id
    )


def may_decide(viewer: Viewer, consequence: Consequence) -> bool:
    """Who speaks for the deciding body, never about himself or about the organisation that he heads (T-27)."""
    return (
        viewer.person_id is not None
        and consequence.decider_id in viewer.speaks_for
        and not viewer.concerns(consequence.person_id)
        and not _heads_another(viewer, consequence.organisation_id, consequence.decider_id)
    )
