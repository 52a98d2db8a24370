"""Verbs about what follows from a second notice not acted on: a named body decides, with grounds (T-22, T-23, T-27)."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from nhacviec.ledger.actions import append
from nhacviec.orgs.access import Viewer
from nhacviec.rules.reasons import Trace
from nhacviec.tasks.models import Task
from nhacviec.web.errors import BadInput, NotAllowed, NotPossible

from ..access import may_decide, may_sign
from ..models import LAST_LEVEL, Consequence, Notice
from ..queries.deciders import deciders, heads_of
from ..queries.facts import directive_rules
from .base import day_of, locked, need_text
from .issue import signing_post
from .tell import tell


@transaction.atomic
def propose_case(*, viewer: Viewer, notice: Notice, grounds: str, now: dt.datetime) -> Consequence:
    """A leader of the issuer proposes a disciplinary case after a breach of the second notice: never automatic (T-23).

    Raises NotAllowed, NotPossible without such a breach or when proposed already, BadInput("grounds").
    """
    if not may_sign(viewer, notice):
        raise NotAllowed
    notice = locked(notice)
    on = day_of(now)
    rules = directive_rules(on)
    if notice.state != "breached" or notice.level != LAST_LEVEL or not rules.value("breach_may_open_case"):
        raise NotPossible(_("Chỉ đề nghị xem xét kỷ luật khi thông báo lần thứ hai đã quá hạn khắc phục."))
    grounds = need_text("grounds", grounds, _("Ghi căn cứ đề nghị xem xét kỷ luật."))
    entry = rules.entry("breach_may_open_case")
    trace = Trace("case", rules.name, (entry.reason("case", entry.note),)).to_json()
    consequence = Consequence(
        notice=notice,
        kind="case",
        year=(notice.closed_on or on).year,
        organisation_id=notice.addressee_id,
        person_id=notice.person_id,
        decider_id=deciders([notice.issuer_id], on)[notice.issuer_id],
        proposed_on=on,
        trace={**trace, "grounds": grounds, "by": viewer.name},
    )
    try:
        with transaction.atomic():
            consequence.save(force_insert=True)
    except IntegrityError as error:
        raise NotPossible(_("Đã có đề nghị xem xét kỷ luật từ thông báo này.")) from error
    append(actor=viewer.actor, chain=notice.addressee_id, verb="propose_case", records=[consequence], now=now)
    people = {notice.person_id, *heads_of([consequence.decider_id], on).get(consequence.decider_id, ())}
    message = gettext_noop("Có đề nghị xem xét kỷ luật sau nhắc việc lần hai: %(unit)s.")
    tell(notice, people - {viewer.person_id}, message, now, urgent=True, unit=notice.addressee.label)
    return consequence


@transaction.atomic
def decide_consequence(
    *, viewer: Viewer, consequence: Consequence, follow: bool, grounds: str = "", now: dt.datetime
) -> Consequence:
    """The deciding body follows the proposal, or departs from it with grounds (T-27). Once.

    Raises NotAllowed, NotPossible, BadInput("grounds").
    """
    if not may_decide(viewer, consequence):
        raise NotAllowed
    # The task first, as everywhere.
    Task.objects.select_for_update().get(pk=consequence.notice.task_id)
    consequence = Consequence.objects.select_for_update().get(pk=consequence.pk)
    if consequence.state != "proposed":
        raise NotPossible(_("Đề nghị này đã được quyết định hoặc không còn hiệu lực."))
    if not follow and not grounds.strip():
        raise BadInput("grounds", _("Ghi lý do quyết định khác với đề nghị."))
    post = signing_post(viewer, consequence.decider_id) or viewer.post
    consequence.state = "taken" if follow else "departed"
    consequence.grounds = need_text("grounds", grounds, "") if grounds.strip() else ""
    consequence.decided_on = day_of(now)
    consequence.decided_by_id = viewer.person_id
    consequence.decided_post = post.label[:200] if post else ""
    consequence.save()
    append(
        actor=viewer.actor,
        chain=consequence.organisation_id,
        verb="decide_consequence",
        records=[consequence],
        facts={"follow": follow},
        now=now,
    )
    _tell_of_decision(consequence, viewer, now)
    return consequence


def _tell_of_decision(consequence: Consequence, viewer: Viewer, now: dt.datetime) -> None:
    on = day_of(now)
    notice = consequence.notice
    people = {notice.person_id, *heads_of([consequence.organisation_id], on).get(consequence.organisation_id, ())}
    message = gettext_noop("Đã có quyết định về hệ quả của Thông báo số %(number)s.")
    tell(notice, people - {viewer.person_id}, message, now, urgent=True, number=notice.number)
