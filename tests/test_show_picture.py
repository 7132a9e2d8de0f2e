import pictures


def test_a_cut_keeps_those_with_most_partnerships_together_with_their_partners() -> None:
    hub = pictures.node("hub")
    leaves = [pictures.node(f"leaf{number}") for number in range(5)]
    strangers = [pictures.node(f"s{number}") for number in range(10)]
    links = [pictures.link(f"s{n}", [strangers[n]], [strangers[n + 1]]) for n in range(0, 10, 2)]
    links += [pictures.link(f"h{n}", [hub], [leaf]) for n, leaf in enumerate(leaves)]
    whole = pictures.picture([*strangers, *leaves, hub], links)
    cut = whole.cut(6)
    assert {node.id for node in cut.nodes} == {hub.id, *(leaf.id for leaf in leaves)}
    assert {link.id for link in cut.links} == {link.id for link in links[5:]}
    assert cut.total_nodes == 16


def test_a_small_picture_is_not_cut() -> None:
    whole = pictures.sample()
    assert whole.cut(5) is whole


def test_an_end_on_both_sides_counts_once() -> None:
    party = pictures.node("a")
    assert pictures.picture([party], [pictures.link("l", [party], [party])]).degrees()[party.id] == 1
