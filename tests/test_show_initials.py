import pytest

from aidgraph.show.initials import LONGEST, initials


@pytest.mark.parametrize(
    ("names", "found"),
    [
        ([], []),
        (["Yengisar"], []),
        (["英吉沙县"], ["yjsx"]),
        (["英吉沙县", "英吉沙县", "济宁一中"], ["yjsx", "jnyz"]),
        (["重庆市", "重庆八中"], ["cqs", "cqbz"]),
        (["济宁—英吉沙（中心）"], ["jnyjszx"]),
        (["第3中学 No.3"], ["d3zxno3"]),
        (["学校 قەشقەر 👩‍👧"], ["xxقەشقەر"]),
        (["二九〇农场"], ["ejlnc"]),
        (["长" * 10_000], ["z" * LONGEST, "c" * LONGEST]),
    ],
)
def test_initials(names: list[str], found: list[str]) -> None:
    assert initials(names) in (found, found[:1], found[1:])
