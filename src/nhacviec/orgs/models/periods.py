"""Half-open periods, `valid_from <= day < valid_until`; no end means still in force."""

import datetime as dt
from typing import Any, TypeVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

T = TypeVar("T", bound=models.Model)


def in_force(on: dt.date, prefix: str = "") -> Q:
    """Condition "in force on that day" for a dated record, or for one reached through `prefix`."""
    started = Q(**{f"{prefix}valid_from__lte": on})
    not_ended = Q(**{f"{prefix}valid_until__isnull": True}) | Q(**{f"{prefix}valid_until__gt": on})
    return started & not_ended


class DatedQuerySet(models.QuerySet[T]):
    """Queries of dated records."""

    def on(self, day: dt.date) -> "DatedQuerySet[T]":
        """Those in force on `day`."""
        return self.filter(in_force(day))


class Dated(models.Model):
    """A record in force from a day until (not including) another."""

    valid_from = models.DateField(_("từ ngày"))
    valid_until = models.DateField(_("đến trước ngày"), null=True, blank=True)

    class Meta:
        abstract = True

    @staticmethod
    def period_check(name: str) -> models.CheckConstraint:
        """The constraint that a period does not end before it starts."""
        return models.CheckConstraint(
            condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from")), name=name
        )

    def holds(self, day: dt.date) -> bool:
        """Whether it is in force on `day`."""
        until: Any = self.valid_until
        return self.valid_from <= day and (until is None or day < until)
