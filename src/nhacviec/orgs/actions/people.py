"""People, their posts, appointments, memberships and accounts."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nhacviec.ledger.actions import INSTALLATION_CHAIN
from nhacviec.rules.text import fold, sort_key
from nhacviec.web.errors import BadInput, NotAllowed, NotPossible

from ..access import Viewer
from ..apps import org_extensions
from ..kinds import CELL_KINDS, HEAD_KINDS, MEMBERSHIP_ENDS, POST_KINDS
from ..models import Appointment, Membership, Organisation, Person, Post
from .common import BATCH, check_day, check_period, clean, require_keeper, tell
from .drafts import AppointmentDraft, MembershipDraft, PersonDraft, PostDraft


@transaction.atomic
def create_people(*, viewer: Viewer, drafts: Sequence[PersonDraft], now: dt.datetime) -> list[Person]:
    """Enter people, told in the chain of their `home`. Raises NotAllowed, BadInput("full_name" | "code" | "born_on")."""
    require_keeper(viewer, [d.home.pk if d.home else None for d in drafts])
    made = [_person(draft) for draft in drafts]
    codes = [p.code for p in made]
    if len(set(codes)) != len(codes) or any(
        Person.objects.filter(code__in=codes[i : i + BATCH]).exists() for i in range(0, len(codes), BATCH)
    ):
        raise BadInput("code", _("Mã này đã có người khác dùng."))
    Person.objects.bulk_create(made, batch_size=BATCH)
    chains = [d.home.pk if d.home else INSTALLATION_CHAIN for d in drafts]
    tell(viewer=viewer, verb="enter_person", records=zip(chains, made, strict=True), now=now)
    return made


def _person(draft: PersonDraft) -> Person:
    check_day(draft.born_on, "born_on")
    name = clean(draft.full_name, "full_name", most=120)
    key = sort_key(name)
    if not key:
        raise BadInput("full_name", _("Họ và tên phải có chữ cái."))
    return Person(
        code=clean(draft.code, "code", most=40),
        full_name=name,
        born_on=draft.born_on,
        folded=fold(name)[:140],
        sort_key=key[:400],
    )


@transaction.atomic
def create_posts(*, viewer: Viewer, drafts: Sequence[PostDraft], now: dt.datetime) -> list[Post]:
    """Make posts. Raises NotAllowed, BadInput("kind" | "title")."""
    require_keeper(viewer, [d.organisation.pk for d in drafts])
    made = [_post(draft) for draft in drafts]
    Post.objects.bulk_create(made, batch_size=BATCH)
    tell(viewer=viewer, verb="make_post", records=[(p.organisation_id, p) for p in made], now=now)
    return made


def _post(draft: PostDraft) -> Post:
    if draft.kind not in POST_KINDS:
        raise BadInput("kind", _("Chọn loại chức vụ trong danh sách."))
    title = clean(draft.title or str(POST_KINDS[draft.kind].label), "title", most=160)
    return Post(organisation=draft.organisation, kind=draft.kind, title=title)


@transaction.atomic
def appoint(*, viewer: Viewer, drafts: Sequence[AppointmentDraft], now: dt.datetime) -> list[Appointment]:
    """Put people into posts, never oneself. A head's post has one holder at a time; beside him only one acting.

    Raises NotAllowed, BadInput("since" | "until"), NotPossible (post taken, unit not existing that day).
    """
    require_keeper(viewer, [d.post.organisation_id for d in drafts])
    # Rights follow from posts: who keeps the records would otherwise give himself any of them.
    if any(viewer.concerns(d.person.pk) for d in drafts):
        raise NotAllowed
    for draft in drafts:
        check_period(draft.since, draft.until)
    check_units(drafts)
    check_free(drafts)
    made = [
        Appointment(person=d.person, post=d.post, valid_from=d.since, valid_until=d.until, acting=d.acting)
        for d in drafts
    ]
    Appointment.objects.bulk_create(made, batch_size=BATCH)
    homes = [d.post.organisation_id for d in drafts]
    tell(viewer=viewer, verb="appoint", records=zip(homes, made, strict=True), now=now)
    led = {
        d.post.organisation_id for d, row in zip(drafts, made, strict=True) if _heads(d.post) and row.holds(viewer.on)
    }
    for extension in org_extensions if led else ():
        extension.headed(organisations=led, viewer=viewer, now=now)
    return made


def _heads(post: Post) -> bool:
    return post.kind in HEAD_KINDS


def check_units(drafts: Sequence[AppointmentDraft]) -> None:
    """Raise BadInput("since") for a unit that does not exist on the first day."""
    units = Organisation.objects.in_bulk({d.post.organisation_id for d in drafts})
    for draft in drafts:
        unit = units[draft.post.organisation_id]
        if draft.since < unit.founded_on or (unit.ended_on is not None and draft.since >= unit.ended_on):
            raise BadInput("since", _("%(name)s chưa thành lập hoặc đã kết thúc vào ngày này.") % {"name": unit.label})


def check_free(drafts: Sequence[AppointmentDraft], but: int | None = None) -> None:
    """Raise NotPossible: nobody holds the same post twice at a time, and nobody else a head's post.

    `but` is the appointment that is being changed itself.
    """
    posts = sorted({d.post.pk for d in drafts})
    held: dict[int, list[Appointment]] = defaultdict(list)
    for start in range(0, len(posts), BATCH):
        for row in Appointment.objects.filter(post_id__in=posts[start : start + BATCH]).exclude(pk=but or 0):
            held[row.post_id].append(row)
    for d in drafts:
        new = Appointment(person=d.person, post=d.post, valid_from=d.since, valid_until=d.until, acting=d.acting)
        for old in held[d.post.pk]:
            taken = d.post.kind in HEAD_KINDS and old.acting == new.acting
            if (taken or old.person_id == new.person_id) and _overlap(old, new):
                raise NotPossible(_("Chức vụ “%(post)s” đã có người giữ trong thời gian này.") % {"post": d.post.title})
        held[d.post.pk].append(new)


def _overlap(a: Appointment | Membership, b: Appointment | Membership) -> bool:
    return (b.valid_until is None or a.valid_from < b.valid_until) and (
        a.valid_until is None or b.valid_from < a.valid_until
    )


@transaction.atomic
def enter_official(*, viewer: Viewer, draft: PersonDraft, post: PostDraft, since: dt.date, now: dt.datetime) -> Person:
    """Enter a person, make the post and appoint, in one. A vacant post of the same kind and title is taken first.

    Raises what `create_people`, `create_posts` and `appoint` raise.
    """
    [person] = create_people(viewer=viewer, drafts=[draft], now=now)
    wanted = _post(post)
    same = Post.objects.filter(organisation=post.organisation, kind=wanted.kind, title=wanted.title)
    free = same.exclude(appointments__in=Appointment.objects.filter(Q(valid_until=None) | Q(valid_until__gt=since)))
    place = free.first() or create_posts(viewer=viewer, drafts=[post], now=now)[0]
    appoint(viewer=viewer, drafts=[AppointmentDraft(person, place, since)], now=now)
    return person


@transaction.atomic
def end_appointment(
    *, viewer: Viewer, appointment: Appointment, on: dt.date, now: dt.datetime, document: str = ""
) -> Appointment:
    """End an appointment: `on` is the first day on which it is no more. Raises NotAllowed, BadInput("on"), NotPossible."""
    found = Appointment.objects.select_for_update(of=("self",)).select_related("post").get(pk=appointment.pk)
    require_keeper(viewer, [found.post.organisation_id])
    _end(found, on, now.date(), _("Bổ nhiệm này đã kết thúc."))
    facts = {"document": clean(document, "document", most=200, empty=True)}
    tell(viewer=viewer, verb="end_appointment", records=[(found.post.organisation_id, found)], now=now, facts=facts)
    return found


def _end(row: Appointment | Membership, on: dt.date, today: dt.date, ended: object, *fields: str) -> None:
    """End what is not over yet; an end that lies ahead may be brought forward, not put off."""
    check_day(on, "on")
    if row.valid_until is not None and row.valid_until <= max(on, today):
        raise NotPossible(str(ended))
    if on <= row.valid_from:
        raise BadInput("on", _("Ngày kết thúc phải sau ngày bắt đầu."))
    row.valid_until = on
    row.save(update_fields=["valid_until", *fields])


@transaction.atomic
def add_memberships(*, viewer: Viewer, drafts: Sequence[MembershipDraft], now: dt.datetime) -> list[Membership]:
    """Enter party members in cells (G-2 … G-7); a person is in one cell at a time.

    Raises NotAllowed, BadInput("cell" | "since" | "until" | "official_on"), NotPossible (member elsewhere that day).
    """
    require_keeper(viewer, [d.cell.pk for d in drafts])
    made = [_membership(draft) for draft in drafts]
    _check_one_cell(made)
    Membership.objects.bulk_create(made, batch_size=BATCH)
    tell(viewer=viewer, verb="add_membership", records=[(m.cell_id, m) for m in made], now=now)
    return made


def _membership(draft: MembershipDraft) -> Membership:
    if draft.cell.kind not in CELL_KINDS:
        raise BadInput("cell", _("Đảng viên sinh hoạt tại chi bộ. Chọn một chi bộ."))
    since = draft.since or draft.admitted_on
    check_period(since, draft.until)
    check_day(draft.admitted_on, "admitted_on")
    check_day(draft.official_on, "official_on")
    if draft.official_on is not None and draft.official_on < draft.admitted_on:
        raise BadInput("official_on", _("Ngày chính thức không thể trước ngày kết nạp."))
    if since < draft.admitted_on:
        raise BadInput("since", _("Không thể sinh hoạt trước ngày kết nạp."))
    return Membership(
        person=draft.person,
        cell=draft.cell,
        admitted_on=draft.admitted_on,
        official_on=draft.official_on,
        valid_from=since,
        valid_until=draft.until,
        exempt=draft.exempt,
        suspended=draft.suspended,
    )


def _check_one_cell(made: Sequence[Membership]) -> None:
    held: dict[int, list[Membership]] = defaultdict(list)
    people = sorted({m.person_id for m in made})
    for start in range(0, len(people), BATCH):
        for row in Membership.objects.filter(person_id__in=people[start : start + BATCH]):
            held[row.person_id].append(row)
    for new in made:
        if any(_overlap(old, new) for old in held[new.person_id]):
            raise NotPossible(
                _("%(name)s đang sinh hoạt ở chi bộ khác trong thời gian này.") % {"name": new.person.full_name}
            )
        held[new.person_id].append(new)


@transaction.atomic
def end_membership(
    *, viewer: Viewer, membership: Membership, on: dt.date, now: dt.datetime, reason: str = "", document: str = ""
) -> Membership:
    """End a membership in a cell, for a reason of `kinds.MEMBERSHIP_ENDS`. Raises NotAllowed, BadInput, NotPossible.

    The steps of a member's life are in `membership.py`; this one is for imports and for a cell that ends.
    """
    if reason and reason not in MEMBERSHIP_ENDS:
        raise BadInput("reason", _("Chọn lý do trong danh sách."))
    found = Membership.objects.select_for_update().get(pk=membership.pk)
    require_keeper(viewer, [found.cell_id])
    found.end_reason, found.document = reason, clean(document, "document", most=200, empty=True)
    _end(found, on, now.date(), _("Sinh hoạt này đã kết thúc."), "end_reason", "document")
    tell(viewer=viewer, verb="end_membership", records=[(found.cell_id, found)], now=now)
    return found
