"""The share of each sender: its burst, its refill, and what many names get."""

from hypothesis import given
from hypothesis import strategies as st

from roomcheck.net.shares import SENDERS, Shares


def taken(shares, sender, times, now):
    return sum(shares.takes(sender, now) for _ in range(times))


def test_a_burst_and_then_so_many_a_second():
    shares = Shares(burst=10, per_s=4)
    assert taken(shares, "a", 25, 100.0) == 10
    assert taken(shares, "a", 25, 101.0) == 4
    assert taken(shares, "a", 25, 200.0) == 10, "no more than the burst is ever saved up"


def test_who_floods_without_a_pause_still_gets_the_refill():
    shares = Shares(burst=10, per_s=4)
    got = sum(shares.takes("a", 100.0 + tick / 1_000) for tick in range(5_000))
    assert got in {29, 30}


def test_a_flood_of_one_costs_the_others_nothing():
    shares = Shares(burst=10, per_s=4)
    taken(shares, "a", 1_000, 100.0)
    assert taken(shares, "b", 10, 100.0) == 10


def test_names_beyond_the_limit_share_one():
    shares = Shares(burst=3, per_s=1)
    assert all(shares.takes(number, 1.0) for number in range(SENDERS))
    assert [shares.takes(SENDERS + number, 1.0) for number in range(4)] == [True, True, True, False]
    assert shares.takes(0, 1.0), "who was there before keeps a share of its own"


@given(st.lists(st.tuples(st.integers(0, 3), st.floats(0, 50)), max_size=200))
def test_no_sender_ever_gets_more_than_burst_and_refill(asked):
    shares, now, got = Shares(burst=5, per_s=2), 0.0, dict.fromkeys(range(4), 0)
    for sender, later in asked:
        now += later
        got[sender] += shares.takes(sender, now)
        assert got[sender] <= 5 + 2 * now + 1e-6
