"""Who heads an organisation does not record what is decided about it, whatever other posts he or she holds."""

import datetime as dt

from nhacviec.orgs.access import HeldPost, Role, Viewer
from nhacviec.reviews.access import may_record
from nhacviec.reviews.models import Campaign, Subject


def test_the_head_of_an_organisation_never_records_its_grade() -> None:
    secretary = HeldPost(1, "Bí thư", "secretary", 7, "Đảng bộ phường", "ward_committee", serves=7)
    viewer = Viewer(
        on=dt.date(2022, 1, 10),
        person_id=1,
        posts=(secretary,),
        roles={Role.ORGANISER: frozenset({1}), Role.HEAD: frozenset({7})},
    )
    campaign = Campaign(committee_id=1)
    own = Subject(kind="organisation", organisation_id=7, grassroots_id=7)
    other = Subject(kind="organisation", organisation_id=8, grassroots_id=8)
    assert not may_record(viewer, campaign, own)
    assert may_record(viewer, campaign, other)
