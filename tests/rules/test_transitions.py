"""Tables of states."""

from nhacviec.rules.transitions import Transition, find, to_mermaid, verbs_from

TABLE = (
    Transition("receive", frozenset({"assigned"}), "received", "Tiếp nhận"),
    Transition("submit", frozenset({"received", "returned"}), "submitted", "Nộp sản phẩm"),
    Transition("withdraw", frozenset({"assigned", "received"}), "withdrawn", "Thu hồi"),
)


def test_a_verb_is_found_only_where_the_table_allows_it() -> None:
    found = find(TABLE, "submit", "returned")
    assert found is not None
    assert found.target == "submitted"
    assert find(TABLE, "submit", "assigned") is None
    assert find(TABLE, "fly", "assigned") is None


def test_verbs_of_a_state_in_the_order_of_the_table() -> None:
    assert verbs_from(TABLE, "received") == ("submit", "withdraw")


def test_the_table_draws_itself() -> None:
    assert "    received --> submitted: submit\n" in to_mermaid(TABLE)
