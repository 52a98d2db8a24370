"""`nhacviec rules T-22`: what a rule says, where it is written, and the function that applies it."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nhacviec.rules import catalogue


class Command(BaseCommand):
    """Without an id: the list of all rule ids. Exit 1 for an unknown id."""

    help = str(gettext_lazy("Nêu giá trị, nguồn và nơi áp dụng của một quy tắc."))

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Any number of rule ids."""
        parser.add_argument("rule", nargs="*", help=_("Mã quy tắc, ví dụ T-22."))

    def handle(self, *args: Any, **options: Any) -> None:
        """Print each rule asked for."""
        for rule in options["rule"]:
            found = catalogue.explain(rule)
            if found is None:
                raise CommandError(_("Không có quy tắc %(rule)s.") % {"rule": rule})
            self.stdout.write("\n".join(found.lines(_)))
        if not options["rule"]:
            self.stdout.write("\n".join(catalogue.rule_ids()))
