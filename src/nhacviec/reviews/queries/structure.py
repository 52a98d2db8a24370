"""The party tree of a committee on a day: who is reviewed where, and to which subject a state body belongs."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from nhacviec.orgs.kinds import HEAD_KINDS
from nhacviec.orgs.models import Appointment, Organisation, ParentLink

from ..models import Campaign, Subject


@dataclass(frozen=True)
class Structure:
    """`grassroots` by id; cells under them as cell id → grassroots id; `home` gives for every organisation below
    the committee the nearest cell or grassroots organisation that it is or stands under."""

    grassroots: Mapping[int, Organisation]
    cells: Mapping[int, int]
    organisations: Mapping[int, Organisation]
    home: Mapping[int, int]


def structure_of(committee_id: int, on: dt.date) -> Structure:
    """The tree in the party hierarchy on `on`. Two queries."""
    known = {o.pk: o for o in Organisation.objects.existing(on).below((committee_id,), on)}
    links = list(ParentLink.objects.on(on).order_by("id").values_list("hierarchy", "parent_id", "child_id"))
    children: dict[int, list[int]] = defaultdict(list)
    for hierarchy, parent, child in links:
        if hierarchy == "party":
            children[parent].append(child)
    grassroots: dict[int, Organisation] = {}
    cells: dict[int, int] = {}
    home: dict[int, int] = {}
    waiting: list[tuple[int, int, int]] = [(committee_id, 0, 0)]
    seen: set[int] = set()
    while waiting:
        pk, root, nearest = waiting.pop()
        if pk in seen or pk not in known:
            continue
        seen.add(pk)
        if known[pk].grassroots:
            grassroots[pk] = known[pk]
            root = nearest = pk
        elif known[pk].kind == "cell" and root:
            cells[pk] = root
            nearest = pk
        if nearest:
            home[pk] = nearest
        waiting.extend((child, root, nearest) for child in children[pk])
    _follow_state(home, {child: parent for hierarchy, parent, child in links if hierarchy == "state"})
    return Structure(grassroots, cells, known, home)


def _follow_state(home: dict[int, int], above: Mapping[int, int]) -> None:
    """A state body that no party link places belongs where the body above it belongs."""
    for start in above:
        path, pk = [], start
        while pk not in home and pk in above and pk not in path:
            path.append(pk)
            pk = above[pk]
        if pk in home:
            home.update(dict.fromkeys(path, home[pk]))


def heads_of(campaign: Campaign) -> dict[int, frozenset[int]]:
    """Person → the reviewed organisations that he or she heads on the day of the structure. One query."""
    reviewed = Subject.objects.filter(campaign=campaign, person__isnull=True).values("organisation_id")
    posts = Appointment.objects.on(campaign.structure_on).filter(
        post__kind__in=HEAD_KINDS, post__organisation__in=reviewed
    )
    found: dict[int, set[int]] = defaultdict(set)
    for person, organisation in posts.values_list("person_id", "post__organisation_id"):
        found[person].add(organisation)
    return {person: frozenset(ids) for person, ids in found.items()}
