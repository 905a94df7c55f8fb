"""No chain of links brings two people together who contradict each other."""

from hypothesis import given
from hypothesis import strategies as st

from mash.linkage.cluster import Clusters
from tests.linkage.cast import AMY, NHS, OTHER_NHS, doubts, people, persons

NODES = st.integers(0, 11)
PAIRS = st.lists(st.tuples(NODES, NODES).filter(lambda pair: pair[0] != pair[1]), max_size=30)


def test_a_record_between_two_nhs_numbers_joins_one_of_them_only():
    between = {**AMY, "nhs_number": None}
    found = persons(people({**AMY, "nhs_number": NHS}, between, {**AMY, "nhs_number": OTHER_NHS}))
    assert sorted(map(len, found)) == [1, 2]


def test_a_record_between_two_twins_joins_one_of_them_only():
    twin, other = {**AMY, "police_id": "P100001"}, {**AMY, "given_names": "Ben", "social_care_id": "A100001"}
    misfiled = {**AMY, "given_names": None, "police_id": "P100001", "social_care_id": "A100001"}
    assert sorted(map(len, persons(people(twin, misfiled, other)))) == [1, 2]
    assert "would join people who contradict each other" in doubts(twin, misfiled, other)


@given(st.lists(st.integers(-1, 3), min_size=12, max_size=12), PAIRS, PAIRS)
def test_no_cluster_ever_holds_two_values_or_two_who_are_apart(values, apart, links):
    clusters = Clusters([values], apart)
    for left, right in links:
        joined = clusters.join(left, right)
        assert joined == (clusters.of(left) == clusters.of(right))
    for one in range(12):
        for other in range(one):
            if clusters.of(one) == clusters.of(other):
                assert values[one] == values[other] >= 0 or 0 in (values[one], values[other])
                assert (one, other) not in apart
                assert (other, one) not in apart


@given(PAIRS)
def test_without_contradictions_clusters_are_connected_components(links):
    clusters = Clusters([[0] * 12], [])
    component = {node: {node} for node in range(12)}
    for left, right in links:
        assert clusters.join(left, right)
        whole = component[left] | component[right]
        component.update(dict.fromkeys(whole, whole))
    for node in range(12):
        assert {other for other in range(12) if clusters.of(other) == clusters.of(node)} == component[node]
