"""Actions."""

import pytest
from tests import rounds

pytestmark = [pytest.mark.django_db]


def test_a(cast):
    r = rounds.released(cast.partnership)
    print(r.state, r.result.headline)
    assert r.state == "released"
