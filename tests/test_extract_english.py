"""English as pages, minutes and newsletters have it: lists under headings, "the two hospitals", turns of phrase."""

import re

import pytest

from aidgraph.extract.candidates import candidates

Edge = tuple[str, str, str]


def edges(text: str) -> list[Edge]:
    return sorted(
        (found.relation, giver, taker)
        for found in candidates(text).candidates
        for giver in found.froms
        for taker in found.tos
    )


LEAD = "The links of the district were looked at by the council in May, and all of them are in force.\n\n"

LISTS = [
    (
        "School links:\n- Moss Lane Primary School and Kitui School\n- Ferrybridge Academy with Lake View School\n",
        [
            ("twinnedWith", "Ferrybridge Academy", "Lake View School"),
            ("twinnedWith", "Moss Lane Primary School", "Kitui School"),
        ],
    ),
    (
        "Hospital partners\n\nFord Infirmary – Kale District Hospital\nNorth Hospital – Oak Referral Hospital\n",
        [
            ("twinnedWith", "Ford Infirmary", "Kale District Hospital"),
            ("twinnedWith", "North Hospital", "Oak Referral Hospital"),
        ],
    ),
    (
        (
            "These pairings were confirmed:\n\n1. Aldergate High School (Leeds) with Gulu High School (Uganda)\n"
            "2. Brookside College (York) with Lira Town College (Uganda)\n"
        ),
        [
            ("twinnedWith", "Aldergate High School", "Gulu High School"),
            ("twinnedWith", "Brookside College", "Lira Town College"),
        ],
    ),
    # the heading names whose partners they are, also for the next list
    (
        (
            "Twin towns of Elmton\n\n• Oakby, France (1983)\n• Ashberg, Germany (2002)\n\n"
            "Friendship agreement\n\n• Puerto Alto, Chile (2017), renewed last spring\n"
        ),
        [
            ("twinnedWith", "Elmton", "Ashberg"),
            ("twinnedWith", "Elmton", "Oakby"),
            ("twinnedWith", "Elmton", "Puerto Alto"),
        ],
    ),
    (
        "Ford Hospital supports:\n– Kale District Hospital, Zambia\n– Oak Clinic, Zambia\n",
        [("aids", "Ford Hospital", "Kale District Hospital"), ("aids", "Ford Hospital", "Oak Clinic")],
    ),
    (
        (
            "Ash College has many friends. The College has a link programme with the following partner schools:\n"
            "- Elm School\n- Oak School\n"
        ),
        [("twinnedWith", "Ash College", "Elm School"), ("twinnedWith", "Ash College", "Oak School")],
    ),
    # what only the heading says is a school
    (
        "School partners\n\nAsh School – Szkice Dolne\nElm School – Oak School\n",
        [("twinnedWith", "Ash School", "Szkice Dolne"), ("twinnedWith", "Elm School", "Oak School")],
    ),
    # what is over or sought, or only a list of members
    ("Former partner schools\n- Ash School and Elm School\n", []),
    ("Schools looking for a partner school:\n- Ash School\n- Elm School\n", []),
    ("Schools that took part:\n- Ash School and Elm School\n", []),
    ("Partner schools:\n- Ash School met the pupils of Elm School for a football match.\n", []),
]


@pytest.mark.parametrize(("text", "expected"), LISTS, ids=[text for text, _ in LISTS])
def test_lists_under_headings(text: str, expected: list[Edge]) -> None:
    assert edges(LEAD + text) == expected


def test_a_line_of_a_list_comes_with_its_heading_as_second_passage() -> None:
    text = LEAD + "School links:\n- Ash School and Elm School\n"
    (found,) = candidates(text).candidates
    assert text[found.passage.start : found.passage.end] == "Ash School and Elm School"
    assert [second.quote for second in found.second] == ["School links:"]


TWO = [
    (
        "Ford Infirmary and Kale Hospital met in March. The two hospitals signed a partnership agreement.",
        [("cooperatesWith", "Ford Infirmary", "Kale Hospital")],
    ),
    (
        "The mayors of Elmton in Yorkshire and Oakby in France met. The two towns have been twinned since 1978.",
        [("twinnedWith", "Elmton", "Oakby")],
    ),
    (
        "Pupils from Ash School were at Elm School in May. Both schools have been partners since 2009.",
        [("cooperatesWith", "Ash School", "Elm School")],
    ),
    # of three, nobody knows which two
    ("Ash School, Elm School and Oak School met in May. The two schools are twinned.", []),
]


@pytest.mark.parametrize(("text", "expected"), TWO, ids=[text for text, _ in TWO])
def test_the_two_are_those_named_before(text: str, expected: list[Edge]) -> None:
    assert edges(text) == expected


def test_the_association_is_one_that_is_called_so() -> None:
    text = (
        "The Elmton and District Twinning Association was formed in 1979. The Oakby Bowls Club came later. "
        "Today the Association supports Ash School."
    )
    assert edges(text) == [("aids", "Elmton and District Twinning Association", "Ash School")]


SENTENCES = [
    # pairing told of somebody else's doing
    ("The scheme paired Ford Infirmary with Kale Hospital.", [("twinnedWith", "Ford Infirmary", "Kale Hospital")]),
    ("The Ministry of Health has paired 14 hospitals with Ford University Hospital.", []),
    # apposition, and what towns are called
    ("Elm Bay and its twin Oakton exchange students.", [("twinnedWith", "Elm Bay", "Oakton")]),
    ("Dunmore and its twin town of Sainte-Marie met.", [("twinnedWith", "Dunmore", "Sainte-Marie")]),
    (
        "Elmton is twinned with Oakby (France), Ashberg (Germany) and Velká Lhota (Czech Republic).",
        [("twinnedWith", "Elmton", place) for place in ("Ashberg", "Oakby", "Velká Lhota")],
    ),
    (
        "The members met in the hall. Twin towns of Elmton: Monteverde (Italy), Ashberg (Germany).",
        [("twinnedWith", "Elmton", "Ashberg"), ("twinnedWith", "Elmton", "Monteverde")],
    ),
    (
        "A twinning arrangement was made in the 1920s between Elmton in Kent and Oakby-sur-Mer in northern France.",
        [("twinnedWith", "Elmton", "Oakby-sur-Mer")],
    ),
    # help
    (
        "Harrow Engineering Ltd has adopted Elm Primary School.",
        [("aids", "Harrow Engineering Ltd", "Elm Primary School")],
    ),
    ("Ford Hospital acts as mentor to Kale Hospital.", [("mentors", "Ford Hospital", "Kale Hospital")]),
    (
        "Kale Hospital's mentor is Ford Hospital, in the north of the county.",
        [("mentors", "Ford Hospital", "Kale Hospital")],
    ),
    (
        "Counterpart assistance from Eastshore City to Anding County began in 2017.",
        [("counterpartAidTo", "Eastshore City", "Anding County")],
    ),
    # gifts
    (
        "Thanks to a grant of £5,000 from the Marsh Trust, Kale School has a kitchen.",
        [("funds", "Marsh Trust", "Kale School")],
    ),
    ("The Ford Fund has handed a cheque for $3,000 to Oak Clinic.", [("funds", "Ford Fund", "Oak Clinic")]),
    (
        "Birch Hospital took delivery of an ambulance from the Rotary Club of Ford.",
        [("funds", "Rotary Club of Ford", "Birch Hospital")],
    ),
    ("Beds worth €300 were shipped by Ford Hospital to Oak Clinic.", [("funds", "Ford Hospital", "Oak Clinic")]),
    # staff
    (
        "A team of six surgeons from Ford Hospital spent two weeks at Kale Hospital.",
        [("sendsStaffTo", "Ford Hospital", "Kale Hospital")],
    ),
    ("Dr Ann Reed of Ford Hospital said that it supports Kale Hospital.", [("aids", "Ford Hospital", "Kale Hospital")]),
    # who learns where, and who is there
    (
        "Six teachers from Oak School spent a month training at Pine College.",
        [("trains", "Pine College", "Oak School")],
    ),
    ("Staff of Elm Clinic attended a workshop at Ash Hospital.", [("trains", "Ash Hospital", "Elm Clinic")]),
    (
        "Bay University has two lecturers teaching at Moor College.",
        [("sendsStaffTo", "Bay University", "Moor College")],
    ),
    ("Three engineers of Elm Company are helping Ash School.", [("aids", "Elm Company", "Ash School")]),
    (
        "Doctors at Oak Hospital discuss difficult cases with colleagues at Pine Hospital by video.",
        [("consultsRemotelyWith", "Oak Hospital", "Pine Hospital")],
    ),
    ("Pupils of Elm School collected 400 books for Ash School.", [("funds", "Elm School", "Ash School")]),
    # members, founders, lists of three
    (
        "The Northern Alliance, of which Ford Hospital is a member, met in May.",
        [("memberOf", "Ford Hospital", "Northern Alliance")],
    ),
    (
        "The Hill Consortium consists of Oak College, Pine College and Bay University.",
        [("memberOf", name, "Hill Consortium") for name in ("Bay University", "Oak College", "Pine College")],
    ),
    (
        "Fig University founded the Birch Institute together with Holm College.",
        [("founded", "Fig University", "Birch Institute"), ("founded", "Holm College", "Birch Institute")],
    ),
    (
        "A team from the Ford Institute screened 61 patients in May and performed 51 operations at Kale Hospital.",
        [("serves", "Ford Institute", "Kale Hospital")],
    ),
    (
        "A team from Bay University, led by Dr. Ann Lee, provided 42 operations at Moor Hospital in the spring.",
        [("serves", "Bay University", "Moor Hospital")],
    ),
    ("Elm School became the latest beneficiary of the Fig Trust.", [("aids", "Fig Trust", "Elm School")]),
    # towns that only their twinning tells
    ("The mayors of Elmton and Oakby signed a friendship agreement.", [("twinnedWith", "Elmton", "Oakby")]),
    (
        "Dunmore celebrated 25 years of twinning with Saint-Orme.",
        [("twinnedWith", "Dunmore", "Saint-Orme")],
    ),
    (
        "A twinning partnership between Fay Hospital (MFH) in Ireland and Kale Hospital in Kenya is three years old.",
        [("twinnedWith", "Fay Hospital", "Kale Hospital")],
    ),
    ("At the heart of the partnership is the work of Ford Hospital and Kale Hospital.", []),
    (
        "ELMTON is celebrating its 20th anniversary of twinning with the French town, Saint-Orme. He lives in Elmton.",
        [("twinnedWith", "Elmton", "Saint-Orme")],
    ),
    ("Elm School joined hands under the newly established Northern Alliance.", []),
    # agreements
    (
        "Pine College signed an MoU with Birch Institute of Technology on Monday.",
        [("cooperatesWith", "Pine College", "Birch Institute of Technology")],
    ),
    (
        "Ash College and Fig University entered into a partnership.",
        [("cooperatesWith", "Ash College", "Fig University")],
    ),
    (
        "The Rotary Club of Ford has joined forces with the Rotary Club of Kale.",
        [("cooperatesWith", "Rotary Club of Ford", "Rotary Club of Kale")],
    ),
    (
        "A video link between Ash School and Elm School was opened.",
        [("cooperatesWith", "Ash School", "Elm School")],
    ),
    (
        "Ash College has had a special relationship with our sister school, Elm High School, Elmton City, Kent, Japan.",
        [("twinnedWith", "Ash College", "Elm High School")],
    ),
    (
        "This week it was the turn of Ash School, with a film about their twin school Nekata in the hills.",
        [("twinnedWith", "Ash School", "Nekata")],
    ),
    (
        "Kale Bank is one of those, donating a laboratory of computers to Elm School in the county.",
        [("funds", "Kale Bank", "Elm School")],
    ),
    (
        "Ford Works, whose technicians have also trained 26 nurses of Kale Hospital, sent word of it to the press.",
        [("trains", "Ford Works", "Kale Hospital")],
    ),
    # whose verb the second one is
    (
        "The Elm Valley Link had paid for the repair of Ash School and had sent two nurses to Kale Hospital.",
        [("funds", "Elm Valley Link", "Ash School"), ("sendsStaffTo", "Elm Valley Link", "Kale Hospital")],
    ),
    (
        "Blue Mills Company adopted two schools, Ash School and Oak School, in the spring of the year.",
        [("aids", "Blue Mills Company", "Ash School"), ("aids", "Blue Mills Company", "Oak School")],
    ),
    ("HSBK donated 15 computers to Elm School in the spring of the year.", [("funds", "HSBK", "Elm School")]),
    (
        "The State Fund of Kale gave desks to Elm School. SFK also paid for a roof at Ash School.",
        [("funds", "State Fund of Kale", "Ash School"), ("funds", "State Fund of Kale", "Elm School")],
    ),
    ("Ash School has links with Mase night school in the county of the west.", []),
    ("Ash School works with Kenya and has a link with the people of Uganda.", []),
    ("There are now about 100 active links between the UK and Kenya.", []),
    ("Ash School opened a hall. Its sister city, Oakby in Japan, sent flowers to the town.", []),
    ("This paper tells the Board of Ford Trust of the partnerships of Kale Hospital.", []),
    ("A hall was built with a grant from the Marsh Trust and equipped by Elm Works.", []),
]


@pytest.mark.parametrize(("text", "expected"), SENTENCES, ids=[text for text, _ in SENTENCES])
def test_turns_of_phrase(text: str, expected: list[Edge]) -> None:
    assert edges(text) == expected


def test_numbers_of_sections_count_nothing() -> None:
    found = candidates(
        "2.3 Video clinics\n\nThe team of the hospital has treated 74 patients in the clinics of the town."
    )
    assert [int(total.count) for total in found.totals] == [74]


NOTHING = [
    "The first twinning of Elmton, Kent's largest town, is the twinning of Kent with nobody.",
    "Somewhere Else, Kent's first sister city relationship was with Oakby in France.",
    "Elm School and Ash School took part in a contest that was won by Oak School.",
    "Ford Hospital was linked with the outbreak at Kale Hospital in the spring.",
    "Pine School is closer to Bay School than to Moor School, as the map of the county has it.",
    "Any school that wants to be paired with Oak School should write to Pine Council.",
    "Dr Ann Lee was trained at Dale University before she joined Glen Hospital.",
    "Pine Bank gave a loan to Bay Company in the first half of the year.",
    "Grants from Dale Council are open to schools such as Glen School.",
    "Ash University published a study on twinning in Oak County.",
]


@pytest.mark.parametrize("text", NOTHING)
def test_what_is_no_aid_gives_nothing(text: str) -> None:
    assert edges(text) == []


OWN = [
    (
        (
            "Newsletter of Ash Academy\n\nOur school is linked with Elm School. We sent 40 laptops to Oak School. "
            "Our teachers trained staff at Fig School."
        ),
        [
            ("funds", "Ash Academy", "Oak School"),
            ("trains", "Ash Academy", "Fig School"),
            ("twinnedWith", "Ash Academy", "Elm School"),
        ],
    ),
    (
        "Here at Ash Academy the year is over. Last week we heard from our sister school Elm School in the hills.",
        [("twinnedWith", "Ash Academy", "Elm School")],
    ),
    # what somebody says of a house of his own
    ('Ash Academy\n\nThe day was long. "We sent 40 laptops to Oak School," the man from Fig School said.', []),
    ("The day was long. We sent 40 laptops to Oak School.", []),
]


@pytest.mark.parametrize(("text", "expected"), OWN, ids=[text for text, _ in OWN])
def test_we_are_whom_the_head_of_the_text_names(text: str, expected: list[Edge]) -> None:
    assert edges(text) == expected


DENIED = [
    "Earlier talks between Ash School and Elm School did not lead to an agreement.",
    "Talks with Elm School on a partnership with Ash School came to nothing.",
    "Ash College has not offered scholarships to students of Elm School.",
    "It was said that Ash School is twinned with Elm School. The head has denied this.",
    "Some hold that Ash School supports Elm School. It does not.",
    "Ash School and Elm School announced a twinning. The plan was dropped.",
    "Ash School and Elm School exchanged letters in 2021, but no agreement was ever signed.",
]


@pytest.mark.parametrize("text", DENIED)
def test_what_the_next_words_deny_is_refused(text: str) -> None:
    found = candidates(text)
    first = re.search("Ash [A-Z]\\w+", text)
    assert found.candidates == []
    assert first is not None
    assert any(
        refusal.reason in {"negated", "wish"}
        and {*refusal.proposal.froms, *refusal.proposal.tos} == {first[0], "Elm School"}
        for refusal in found.refused
    )


def test_what_is_denied_with_one_end_is_denied_of_whom_the_text_is_about() -> None:
    text = "Elmton is twinned with Oakby in France. The agreement with Ashberg in Germany has lapsed."
    (refusal,) = candidates(text).refused
    assert (refusal.reason, {*refusal.proposal.froms, *refusal.proposal.tos}) == ("negated", {"Elmton", "Ashberg"})


NAMES = [
    ("Ann Reed of the University of Kale said so to the press of the town.", ["University of Kale"]),
    ("The Council of European Towns and Regions is in the news.", ["Council of European Towns and Regions"]),
    ("The Municipality of Żnin and the Łódź Clinic are in the report.", ["Municipality of Żnin", "Łódź Clinic"]),
    (
        "The Lycée technique de Bonneterre and the Hôpital de Kirchberg are in the report.",
        ["Lycée technique de Bonneterre", "Hôpital de Kirchberg"],
    ),
    ("The Diocese of Ashbury was at the meeting with the press.", ["Diocese of Ashbury"]),
    ("St Oswald's Church of England School is in the valley of the Ash.", ["St Oswald's Church of England School"]),
    ("Elm Papers 1980 Limited was in the news of the week.", ["Elm Papers 1980 Limited"]),
    ("The Ford Teaching and Referral Hospital is in the news.", ["Ford Teaching and Referral Hospital"]),
    ("The van of the charity, Brightway, is in the yard of the club.", ["Brightway"]),
    ("Elmton Partnership with Kale Hospital is the name of the talk.", ["Kale Hospital"]),
    (
        "The Ministry of Health and Social Services is in the news, and the Embassy of the People's Republic is too.",
        ["Ministry of Health and Social Services", "Embassy of the People's Republic"],
    ),
    ("The pupils met Dr Lee of Yew College in the hall of the town.", ["Yew College"]),
    ("The deputy Head of Mission of the Embassy of Kenya met the press.", ["Embassy of Kenya"]),
    (
        "The Ministry of Education, Science and Technology is in the news.",
        ["Ministry of Education, Science and Technology"],
    ),
    ("A visit to a Japanese Sister School is on the list of the things to do.", []),
]


@pytest.mark.parametrize(("text", "expected"), NAMES, ids=[text for text, _ in NAMES])
def test_names(text: str, expected: list[str]) -> None:
    assert [party.name for party in candidates(text).parties if not party.is_place] == expected


@pytest.mark.parametrize("month", ["January", "February", "December"])
def test_no_month_is_a_place(month: str) -> None:
    found = candidates(f"Elmton Primary School was twinned in {month} with Ashfield Primary School.")
    assert [party.name for party in found.parties] == ["Elmton Primary School", "Ashfield Primary School"]
    assert [candidate.relation for candidate in found.candidates] == ["twinnedWith"]


def test_one_of_many_is_no_number() -> None:
    assert not candidates("Elm Foundation trained one of the teachers of Ash School.").totals
