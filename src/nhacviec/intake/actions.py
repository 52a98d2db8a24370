"""From an uploaded annex to confirmed tasks: read, correct, confirm. Nothing is created before the confirmation."""

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nhacviec.directives.models import Clause, Directive
from nhacviec.documents.actions import attach
from nhacviec.documents.uploads import check_upload
from nhacviec.ledger.actions import append
from nhacviec.orgs.access import Viewer
from nhacviec.orgs.models import Organisation, Person
from nhacviec.rules.text import fold
from nhacviec.tasks.actions import BadDrafts, TaskDraft, assign_tasks
from nhacviec.tasks.models import Task
from nhacviec.web.errors import BadInput, NotAllowed, NotPossible

from .access import assigners, may_cite, may_import, may_import_for, possible_leads
from .corrections import corrected
from .models import ImportBatch
from .proposals import Ground, Proposal, propose, refresh
from .reading import read_file

KINDS = ("docx", "xlsx")


@transaction.atomic
def start_import(
    *,
    viewer: Viewer,
    directive: Directive,
    assigner: Organisation,
    upload: "UploadedFile[Any] | None",
    on: dt.date,
    now: dt.datetime,
) -> ImportBatch:
    """Read an annex of a directive into a batch of proposals.

    Raises NotAllowed, BadInput("file") for a file that is not what it says or holds no table of tasks,
    BadInput("assigner" | "directive").
    """
    if viewer.person_id is None or not may_import(viewer):
        raise NotAllowed
    if not may_import_for(viewer, assigner.pk):
        raise BadInput("assigner", _("Đồng chí không giao việc thay cho cơ quan này."))
    if not may_cite(viewer, directive):
        raise BadInput("directive", _("Chọn một văn bản trong danh sách."))
    checked = check_upload(upload, kinds=KINDS)
    checked.file.seek(0)
    reading = read_file(checked.name, checked.file.read())
    rows = propose(reading, _ground(viewer, directive, assigner.pk, on, with_known=True))
    file = attach(viewer=viewer, upload=checked, now=now)
    batch = ImportBatch(
        directive=directive,
        assigner=assigner,
        file=file,
        by_id=viewer.person_id,
        at=now,
        columns={name: list(found) for name, found in reading.columns.items()},
        rows=rows,
        tables_read=reading.tables_read,
        tables_found=reading.tables_found,
    )
    try:
        batch.save()
        append(actor=viewer.actor, chain=assigner.pk, verb="start_import", records=[file, batch], now=now)
    except Exception:
        forget_file(batch)
        raise
    return batch


def forget_file(batch: ImportBatch) -> None:
    """Take the file of a batch that was rolled back off the disk: a transaction takes back the record alone."""
    batch.file.file.delete(save=False)


def _ground(viewer: Viewer, directive: Directive, assigner_id: int, on: dt.date, *, with_known: bool = False) -> Ground:
    known = directive.tasks.exclude(state="withdrawn").values_list("title", "lead_id", "code") if with_known else ()
    return Ground(
        on=on,
        written_on=directive.issued_on,
        allowed=possible_leads(viewer, assigner_id),
        known={(fold(title), lead): code for title, lead, code in known},
    )


@transaction.atomic
def correct_rows(
    *,
    viewer: Viewer,
    batch: ImportBatch,
    changes: Mapping[int, Mapping[str, str]],
    on: dt.date,
    now: dt.datetime,
    version: int | None = None,
) -> dict[str, str]:
    """Keep what a person corrected, by line; returns the messages of what could not be understood, by "line-field".

    What is understood is kept. `version` is that of the page on which the person typed; None does not ask.
    Raises NotAllowed, NotPossible when the batch is closed or somebody else changed it since.
    """
    found = _open_batch(viewer, batch, version)
    ground = _ground(viewer, found.directive, found.assigner_id, on)
    errors: dict[str, str] = {}
    rows: list[Proposal] = []
    for row in found.rows:
        change = changes.get(row["line"])
        if change and row["kind"] == "task":
            row, problems = corrected(row, change, ground)
            errors.update({f"{row['line']}-{name}": message for name, message in problems.items()})
        rows.append(row)
    refresh(rows, ground)
    if rows != found.rows:
        found.rows, found.version = rows, found.version + 1
        found.save(update_fields=["rows", "version"])
        append(actor=viewer.actor, chain=found.assigner_id, verb="correct_import", records=[found], now=now)
    batch.rows, batch.version = found.rows, found.version
    return errors


@transaction.atomic
def confirm(
    *, viewer: Viewer, batch: ImportBatch, on: dt.date, now: dt.datetime, version: int | None = None
) -> list[Task]:
    """Create the tasks of all included rows, as one transaction with an entry a task.

    Raises NotPossible while an included row has an open question, when the batch is closed or was changed since
    `version`; NotAllowed.
    """
    found = _open_batch(viewer, batch, version)
    refresh(found.rows, _ground(viewer, found.directive, found.assigner_id, on))  # a head may have left since
    rows = [row for row in found.rows if row["kind"] == "task" and row["include"]]
    _refuse_open_rows(rows)
    tasks = _assigned(viewer, found, rows, on, now)
    _close(viewer, found, "confirmed", "confirm_import", now, tasks=len(tasks))
    batch.state = found.state
    return tasks


@transaction.atomic
def cancel(*, viewer: Viewer, batch: ImportBatch, now: dt.datetime) -> None:
    """Give up a batch; nothing was created. Raises NotAllowed, NotPossible."""
    found = _open_batch(viewer, batch, None)
    _close(viewer, found, "cancelled", "cancel_import", now)
    batch.state = found.state


def _open_batch(viewer: Viewer, batch: ImportBatch, version: int | None) -> ImportBatch:
    found = ImportBatch.objects.select_for_update(of=("self",)).select_related("directive", "assigner").get(pk=batch.pk)
    if found.assigner_id not in assigners(viewer):
        raise NotAllowed
    if found.state != "open":
        raise NotPossible(_("Lần nhập này đã kết thúc."))
    if version is not None and found.version != version:
        batch.rows, batch.version = found.rows, found.version
        raise NotPossible(_("Có người vừa sửa lần nhập này. Xem lại các dòng rồi lưu lần nữa."))
    return found


def _close(viewer: Viewer, found: ImportBatch, state: str, verb: str, now: dt.datetime, **facts: Any) -> None:
    found.state, found.version = state, found.version + 1
    found.save(update_fields=["rows", "state", "version"])
    append(actor=viewer.actor, chain=found.assigner_id, verb=verb, records=[found], facts=facts, now=now)


def _refuse_open_rows(rows: Collection[Proposal]) -> None:
    open_rows = [row for row in rows if row["doubts"]]
    if open_rows:
        lines = ", ".join(_name(row) for row in open_rows[:10]) + (", …" if len(open_rows) > 10 else "")
        raise NotPossible(
            _("Còn %(count)s dòng cần quyết định trước khi tạo (dòng %(lines)s). Sửa hoặc bỏ chọn các dòng này.")
            % {"count": len(open_rows), "lines": lines}
        )
    if not rows:
        raise NotPossible(_("Chưa chọn dòng nào."))


def _name(row: Proposal) -> str:
    return str(row["number"] or row["line"]).rstrip(".")


def _assigned(viewer: Viewer, batch: ImportBatch, rows: list[Proposal], on: dt.date, now: dt.datetime) -> list[Task]:
    try:
        return assign_tasks(viewer=viewer, drafts=_drafts(batch, rows), on=on, now=now)
    except BadDrafts as error:
        place, faults = next(iter(sorted(error.faults.items())))
        message = _("Dòng %(line)s: %(message)s") % {"line": _name(rows[place]), "message": faults[0][1]}
        raise NotPossible(message) from error


def _drafts(batch: ImportBatch, rows: list[Proposal]) -> list[TaskDraft]:
    wanted = {row["lead"] for row in rows} | {pk for row in rows for pk in row["cooperation"]}
    organisations = Organisation.objects.in_bulk(wanted)
    people = Person.objects.in_bulk({row["responsible"] for row in rows})
    clauses = {clause.text: clause for clause in batch.directive.clauses.all()}
    return [_draft(batch, row, organisations, people, clauses) for row in rows]


def _draft(
    batch: ImportBatch,
    row: Proposal,
    organisations: Mapping[int, Organisation],
    people: Mapping[int, Person],
    clauses: Mapping[str, Clause],
) -> TaskDraft:
    """The task of a row; a group heading that is the text of a clause of the directive becomes the clause."""
    others = [organisations[pk] for pk in row["cooperation"] if pk != row["lead"] and pk in organisations]
    return TaskDraft(
        directive=batch.directive,
        clause=clauses.get(row["group"]),
        assigner=batch.assigner,
        lead=organisations.get(row["lead"]),
        responsible=people.get(row["responsible"]),
        title=row["title"],
        product=row["product"],
        deadline_kind=row["deadline_kind"],
        deadline=dt.date.fromisoformat(row["deadline"]) if row["deadline"] else None,
        deadline_text=row["deadline_text"],
        group=row["group"],
        contributions=[(unit, "", None) for unit in others],
        cooperation_text="; ".join(row["cooperation_unmatched"]),
    )
