"""A checked upload is kept under a random name with its digest."""

import hashlib

import pytest
from django.db import transaction

from nhacviec.documents.actions import attach
from nhacviec.documents.models import Attachment
from nhacviec.documents.uploads import check_upload
from nhacviec.ledger.actions import append
from nhacviec.ledger.queries import verify
from tests.documents.conftest import upload
from tests.factories import MONDAY, a_city, at, viewer


@pytest.mark.django_db
def test_a_file_is_kept_under_a_random_name_and_covered_by_the_callers_entry(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path
    clerk = viewer(a_city().clerk)
    content = "Biên bản bàn giao".encode()
    with transaction.atomic():
        checked = check_upload(upload("Biên bản.txt", content))
        attachment = attach(viewer=clerk, upload=checked, now=at(MONDAY))
        append(actor=clerk.actor, chain=0, verb="test", records=[attachment], now=at(MONDAY))
    kept = Attachment.objects.get()
    assert (kept.name, kept.size, kept.sha256) == ("Biên bản.txt", len(content), hashlib.sha256(content).hexdigest())
    assert "Biên" not in kept.file.name
    assert kept.file.read() == content
    assert verify().intact
