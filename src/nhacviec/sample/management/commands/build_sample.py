"""`nhacviec build_sample`: the sample city in the present database, which must be empty."""

import datetime as dt
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from tqdm import tqdm

from nhacviec.orgs.models import Organisation
from nhacviec.sample.actions import STAGES, build_city
from nhacviec.web import clock


class Command(BaseCommand):
    """Builds the sample with a bar that says what is being made; refuses a database that holds organisations."""

    help = str(gettext_lazy("Dựng thành phố mẫu trong cơ sở dữ liệu trống."))

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Arguments of the command."""
        parser.add_argument("--on", type=dt.date.fromisoformat, default=None, help=_("ngày coi là hôm nay, YYYY-MM-DD"))
        parser.add_argument("--scale", type=float, default=1.0, help=_("tỷ lệ số nhiệm vụ, 1 là đầy đủ"))

    def handle(self, *args: Any, **options: Any) -> None:
        """Run it."""
        if Organisation.objects.exists():
            raise CommandError(_("Cơ sở dữ liệu đã có tổ chức; thành phố mẫu chỉ dựng trong cơ sở dữ liệu trống."))
        weights = {stage.name: stage.weight for stage in STAGES}
        total = sum(weights.values())
        with tqdm(total=total, desc="thành phố mẫu", bar_format="{desc} {percentage:3.0f}%|{bar:24}| {elapsed}") as bar:
            before = 0.0

            def progress(what: str, done: int) -> None:
                nonlocal before
                bar.set_description(f"{what:<26}")
                if what in weights:
                    names = list(weights)
                    start = sum(weights[name] for name in names[: names.index(what)])
                    bar.update(max(0.0, start + weights[what] * done / 100 - before))
                    before = max(before, start + weights[what] * done / 100)

            build_city(today=options["on"] or clock.today(), progress=progress, scale=options["scale"])
