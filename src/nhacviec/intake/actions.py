"""From an uploaded annex to confirmed tasks: read, correct, confirm. Nothing is created before the confirmation."""

import datetime as dt
from collections.abc import Mapping
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
from nhacviec.tasks.actions import BadDrafts, TaskDraft, assign_tasks
from nhacviec.tasks.models import Task
from nhacviec.web.errors import BadInput, NotAllowed, NotPossible

from .access import assigners, may_import_into
from .corrections import corrected
from .models import ImportBatch
from .proposals import propose, refresh
from .reading import Reading, read_file

KINDS = ("docx", "xlsx")


def read_upload(upload: UploadedFile) -> Reading:
    """Check and read a file without keeping anything. Raises BadInput("file", …)."""
    checked = check_upload(upload, kinds=KINDS)
    upload.seek(0)
    reading = read_file(checked.name, upload.read())
    upload.seek(0)
    return reading


@transaction.atomic
def start_import(
    *, viewer: Viewer, directive: Directive, assigner: Organisation, upload: UploadedFile, on: dt.date, now: dt.datetime
) -> ImportBatch:
    """Read an annex of a directive into a batch of proposals. Raises NotAllowed, BadInput("file" | "assigner")."""
    if not may_import_into(viewer, directive):
        raise NotAllowed
    if assigner.pk not in assigners(viewer):
        raise BadInput("assigner", _("Đồng chí không giao việc thay cho cơ quan này."))
    checked = check_upload(upload, kinds=KINDS)
    upload.seek(0)
    reading = read_file(checked.name, upload.read())
    upload.seek(0)
    file = attach(viewer=viewer, upload=checked, now=now)
    batch = ImportBatch(
        directive=directive,
        assigner=assigner,
        file=file,
        by_id=viewer.person_id,
        at=now,
        columns={name: list(found) for name, found in reading.columns.items()},
        rows=propose(reading, written_on=directive.issued_on, on=on),
    )
    batch.save()
    append(actor=viewer.actor, chain=assigner.pk, verb="start_import", records=[file, batch], now=now)
    return batch


@transaction.atomic
def correct_rows(
    *, viewer: Viewer, batch: ImportBatch, changes: Mapping[int, Mapping[str, str]], on: dt.date, now: dt.datetime
) -> dict[str, str]:
    """Keep what a person corrected, by line; returns the messages of what could not be understood, by "line-field".

    What is understood is kept, what is not stays as typed with its message beside it. Raises NotAllowed, NotPossible.
    """
    found = _open_batch(viewer, batch)
    errors: dict[str, str] = {}
    rows = []
    for row in found.rows:
        change = changes.get(row["line"])
        if change is None or row["kind"] != "task":
            rows.append(row)
            continue
        fixed, problems = corrected(row, change, written_on=found.directive.issued_on, on=on)
        errors.update({f"{row['line']}-{field}": message for field, message in problems.items()})
        rows.append(refresh(fixed, on))
    found.rows = rows
    found.save(update_fields=["rows"])
    append(actor=viewer.actor, chain=found.assigner_id, verb="correct_import", records=[found], now=now)
    batch.rows = rows
    return errors


@transaction.atomic
def confirm(*, viewer: Viewer, batch: ImportBatch, on: dt.date, now: dt.datetime) -> list[Task]:
    """Create the tasks of all included rows, as one transaction with an entry a task.

    Raises NotPossible while an included row has an open question, NotAllowed.
    """
    found = _open_batch(viewer, batch)
    rows = [row for row in found.rows if row["kind"] == "task" and row["include"]]
    open_rows = [row for row in rows if row["doubts"]]
    if open_rows:
        lines = ", ".join(str(row["number"] or row["line"]).rstrip(".") for row in open_rows[:10])
        raise NotPossible(
            _("Còn %(count)s dòng cần quyết định trước khi tạo (dòng %(lines)s). Sửa hoặc bỏ chọn các dòng này.")
            % {"count": len(open_rows), "lines": lines}
        )
    if not rows:
        raise NotPossible(_("Chưa chọn dòng nào."))
    drafts = _drafts(found, rows)
    try:
        tasks = assign_tasks(viewer=viewer, drafts=drafts, on=on, now=now)
    except BadDrafts as error:
        place, faults = next(iter(sorted(error.faults.items())))
        line = str(rows[place]["number"] or rows[place]["line"]).rstrip(".")
        raise NotPossible(_("Dòng %(line)s: %(message)s") % {"line": line, "message": faults[0][1]}) from error
    found.state = "confirmed"
    found.save(update_fields=["state"])
    append(
        actor=viewer.actor,
        chain=found.assigner_id,
        verb="confirm_import",
        records=[found],
        facts={"tasks": len(tasks)},
        now=now,
    )
    return tasks


@transaction.atomic
def cancel(*, viewer: Viewer, batch: ImportBatch, now: dt.datetime) -> None:
    """Give up a batch; nothing was created. Raises NotAllowed, NotPossible."""
    found = _open_batch(viewer, batch)
    found.state = "cancelled"
    found.save(update_fields=["state"])
    append(actor=viewer.actor, chain=found.assigner_id, verb="cancel_import", records=[found], now=now)


def _open_batch(viewer: Viewer, batch: ImportBatch) -> ImportBatch:
    found = ImportBatch.objects.select_for_update(of=("self",)).select_related("directive").get(pk=batch.pk)
    if found.assigner_id not in assigners(viewer):
        raise NotAllowed
    if found.state != "open":
        raise NotPossible(_("Lần nhập này đã kết thúc."))
    return found


def _drafts(batch: ImportBatch, rows: list[dict[str, Any]]) -> list[TaskDraft]:
    wanted = {row["lead"] for row in rows} | {pk for row in rows for pk in row["cooperation"]}
    organisations = Organisation.objects.in_bulk(wanted)
    people = Person.objects.in_bulk({row["responsible"] for row in rows if row.get("responsible")})
    clauses = _clauses(batch, rows)
    return [_draft(batch, row, organisations, people, clauses) for row in rows]


def _draft(
    batch: ImportBatch,
    row: Mapping[str, Any],
    organisations: Mapping[int, Organisation],
    people: Mapping[int, Person],
    clauses: Mapping[str, Clause],
) -> TaskDraft:
    deadline = dt.date.fromisoformat(row["deadline"]) if row["deadline"] else None
    others = [pk for pk in row["cooperation"] if pk != row["lead"]]
    return TaskDraft(
        directive=batch.directive,
        clause=clauses.get(row["group"]),
        assigner=batch.assigner,
        lead=organisations[row["lead"]],
        responsible=people.get(row.get("responsible") or 0),
        title=row["title"],
        product=row["product"],
        deadline_kind=row["deadline_kind"],
        deadline=deadline,
        deadline_text=row["deadline_text"],
        group=row["group"],
        contributions=[(organisations[pk], "", None) for pk in others],
    )


def _clauses(batch: ImportBatch, rows: list[dict[str, Any]]) -> dict[str, Clause]:
    """The directive's clauses by text, for the group headings of the annex that name one."""
    known = {clause.text: clause for clause in batch.directive.clauses.all()}
    return {row["group"]: known[row["group"]] for row in rows if row["group"] in known}
