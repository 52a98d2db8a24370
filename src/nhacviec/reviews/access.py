"""Who may see and do what in a review (G-73, G-74): the body that decides, its staff, and the subject itself."""

from nhacviec.orgs.access import Role, Viewer
from nhacviec.orgs.kinds import GRASSROOTS_KINDS
from nhacviec.orgs.models import Organisation
from nhacviec.web.errors import NotAllowed

from .models import Campaign, Subject, staff_committees


def sees_all(viewer: Viewer, campaign: Campaign) -> bool:
    """Leaders, organisation and inspection commission of the committee read the whole campaign."""
    return Campaign.objects.filter(pk=campaign.pk, committee__in=staff_committees(viewer)).exists()


def may_open(viewer: Viewer, committee: Organisation) -> bool:
    """The organisation commission opens the campaign of its committee."""
    return viewer.has(Role.ORGANISER, committee.pk)


def may_organise(viewer: Viewer, campaign: Campaign) -> bool:
    """The organisation commission runs the campaign: proposals for all, closing."""
    return viewer.has(Role.ORGANISER, campaign.committee_id)


def is_subject(viewer: Viewer, subject: Subject) -> bool:
    """Whether the viewer is the subject, or may speak in the name of the organisation that is."""
    if subject.person_id is not None:
        return subject.person_id == viewer.self_id
    return subject.organisation_id in viewer.speaks_for


def concerned(viewer: Viewer, subject: Subject) -> bool:
    """Whether it is the grade of the viewer, of the absent person whom he or she replaces, or of what either heads."""
    if subject.person_id is not None:
        return viewer.concerns(subject.person_id)
    return is_subject(viewer, subject) or subject.organisation_id in viewer.heads


def speaks_for_body(viewer: Viewer, subject: Subject) -> bool:
    """Secretary or deputy of the grassroots organisation whose committee decides cells and members (G-74)."""
    return subject.kind != "organisation" and subject.grassroots_id in viewer.speaks_for


def may_appraise(viewer: Viewer, campaign: Campaign, subject: Subject) -> bool:
    """Enter self-reviews handed in on paper, and the facts of the appraisal: the commission, the body's secretary."""
    return may_organise(viewer, campaign) or speaks_for_body(viewer, subject)


def may_self_grade(viewer: Viewer, campaign: Campaign, subject: Subject) -> bool:
    """The subject itself, or who enters it from paper."""
    return is_subject(viewer, subject) or may_appraise(viewer, campaign, subject)


def may_propose(viewer: Viewer, campaign: Campaign, kind: str, grassroots_id: int | None) -> bool:
    """The commission for all; a grassroots secretary for the cells and members of his or her organisation."""
    own = kind != "organisation" and grassroots_id is not None and grassroots_id in viewer.speaks_for
    return own or may_organise(viewer, campaign)


def may_record(viewer: Viewer, campaign: Campaign, subject: Subject) -> bool:
    """Record the ballot and the decision of the competent body (G-73, G-74). Nobody records his or her own grade, nor
    that of the organisation or cell that he or she heads."""
    if concerned(viewer, subject):
        return False
    if may_organise(viewer, campaign) or speaks_for_body(viewer, subject):
        return True
    return subject.kind == "organisation" and viewer.has(Role.LEADER, campaign.committee_id)


def decides_kind(viewer: Viewer, campaign: Campaign, kind: str) -> bool:
    """Whether the viewer records decisions on subjects of a kind: for organisations the commission and the leaders, for
    cells and members the commission and those who speak for a grassroots organisation."""
    if may_organise(viewer, campaign):
        return True
    if kind == "organisation":
        return viewer.has(Role.LEADER, campaign.committee_id)
    return any(post.speaks and post.organisation_kind in GRASSROOTS_KINDS for post in viewer.posts)


def body_of(campaign: Campaign, subject: Subject) -> int:
    """The organisation that decides: the standing committee for organisations, the grassroots committee below (G-73)."""
    return campaign.decider_id if subject.kind == "organisation" else subject.grassroots_id


def require(allowed: bool) -> None:
    """Raise NotAllowed unless `allowed`."""
    if not allowed:
        raise NotAllowed
