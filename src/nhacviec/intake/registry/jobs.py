"""Background work: the check and the writing of large files. Both may run twice; the second time changes nothing."""

from dataclasses import replace

from django.utils.translation import override
from django_tasks import task

from nhacviec.accounts.models import User
from nhacviec.orgs.access import Viewer, viewer_for_user
from nhacviec.web import clock

from ..models import RegistryImport
from . import actions
from .progress import Stopped, Told


@task()
def check_file(pk: int, language: str = "vi") -> str:
    """Check the file of an import; returns its state."""
    batch = RegistryImport.objects.select_related("file").get(pk=pk)
    told = Told(pk)
    told.begin()
    try:
        with override(language):
            return actions.run_check(viewer=viewer_of(batch), batch=batch, now=clock.now(), progress=told).state
    except Stopped:
        return "stopped"
    finally:
        told.end()


@task()
def write_file(pk: int, language: str = "vi") -> str:
    """Write a confirmed import; returns its state. Killed half-way, nothing stays, and it runs again from the start."""
    batch = RegistryImport.objects.select_related("file").get(pk=pk)
    told = Told(pk)
    told.begin()
    try:
        with override(language):
            return actions.write_registry(viewer=viewer_of(batch), batch=batch, now=clock.now(), progress=told).state
    finally:
        told.end()


def viewer_of(batch: RegistryImport) -> Viewer:
    """Who began the import, with the rights of today, in the post or substitution in which it was begun."""
    on = clock.today()
    user = User.objects.filter(pk=batch.user_id or 0, is_active=True).first()
    if user is None:
        return Viewer(on=on, name=batch.by_name)
    viewer = viewer_for_user(user.pk, on=on, chosen=batch.chosen, stand_in=batch.stand_in)
    if viewer is None:
        return Viewer(on=on, user_id=user.pk, name=user.username, operator=user.is_operator)
    if viewer.stand_in is not None:
        return viewer.in_area("")
    return replace(viewer, operator=True) if user.is_operator else viewer
