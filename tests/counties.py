"""Two made-up counties with every case that answers tell apart: a workspace for the tests of what can be asked."""

from __future__ import annotations

from pathlib import Path

import aidgraph
from aidgraph.api import Aid

FILES = {
    "aidgraph.toml": """
[workspace]
name = "Two counties"
base = "https://example.org/counties/"
languages = ["en", "zh"]

[[source]]
id = "gazette"
title = "County gazette"
publisher = "County press"
issued = "2021-03"

[[source]]
id = "circular"
title = "Office circular"
issued = 2022
self_reported = true

[[source]]
id = "places"
path = "places.csv"
reads = "places"
title = "Places"

[[source]]
id = "schools"
path = "schools.csv"
reads = "roster"
title = "School register"
complete = true
as_of = 2023-06-30
covers = { kind = "School", place = "Ashire" }

[[source]]
id = "others"
path = "others.csv"
reads = "roster"
title = "Other institutions"

[[source]]
id = "twinning"
path = "twinning.csv"
reads = "partnerships"
title = "Twinning register"
complete = true
as_of = 2023-06-30
complete_from = 2015-01-01
covers = { relation = "twinnedWith", kind = "School", place = "Ashire" }

[[source]]
id = "mentoring"
path = "mentoring.csv"
reads = "partnerships"
title = "Mentoring list"
complete = true
covers = { relation = "mentors" }

[[source]]
id = "news"
path = "news.csv"
reads = "partnerships"
title = "What was in the news"

[[source]]
id = "totals"
path = "totals.csv"
reads = "totals"
title = "Totals"

[[kind]]
name = "Kindergarten"
parent = "School"
label_zh = "幼儿园"
""",
    "places.csv": """
name,level,parent,code,name_zh,alias
North,Province,,,北省,
Ashire,County,North,A-1,青山县,Old Ash
Bshire,County,North,,,
Elm,Township,Ashire,,,
Oak,Township,Ashire,,,
Yew,Township,Ashire,,,
Dell,Village,Elm,,,
""",
    "schools.csv": """
name,kind,place,since,until
Paired School,School,Ashire,,
Group School 1,School,Ashire,,
Group School 2,School,Ashire,,
Peer School 1,School,Ashire,,
Peer School 2,School,Ashire,,
Peer School 3,School,Ashire,,
Past School,School,Ashire,,
Stopped School,School,Ashire,,
Late School,School,Ashire,,
Implied School,School,Ashire,,
Disputed School,School,Ashire,,
Proposed School,School,Ashire,,
Rejected School,School,Ashire,,
Lonely School,School,Ashire,,
Trade School,VocationalSchool,Ashire,,
Elm Kindergarten,Kindergarten,Elm,,
Closed School,School,Ashire,,2010
Young School,School,Ashire,2022,
""",
    "others.csv": """
id,name,kind,place,name_zh,alias,maybe_same
,School One,School,Bshire,,,
,School Two,School,Bshire,,,
,School Three,School,Bshire,,,
,County Hospital,Hospital,Ashire,县医院,,
,County Hospital,Hospital,Bshire,,,
,Hospital Union,Alliance,Bshire,,,
,Elm Clinic,HealthCentre,Elm,,,
,Elm Surgery,HealthCentre,Elm,,,Elm Clinic
office-1,Aid Office,Authority,Bshire,,Liaison Office,
,Bureau,Authority,Ashire,,,
,Ash College,College,Ashire,,,
,Wandering Theatre,CulturalInstitution,,,,
""",
    "twinning.csv": """
relation,from,to,group,since,until,as_of,status,basis,via,at,locator,note
twinnedWith,Paired School,School One,,2018,,,active,,Aid Office,Yew,,
twinnedWith,Group School 1;Group School 2,School Two;School Three,unspecified,,,,,,,,,
twinnedWith,Peer School 1;Peer School 2;Peer School 3,,all-to-all,,,,,,,,,
twinnedWith,Past School,School Two,,2016,2020-12,,,,,,,
twinnedWith,Stopped School,School Two,,2016,,2021,ended,,,,,
twinnedWith,Late School,School Three,,2023-05,,2023,announced,,,,,
twinnedWith,Implied School,School Three,,,,,,implied,,,page=4,by the sign at the gate
""",
    "mentoring.csv": """
relation,from,to,to_kind,to_place,stance,review,source
mentors,School One,Lonely School,,,,,
mentors,Ash College,,Hospital,Bshire,,,
mentors,School Two,Trade School,,,supports,,gazette
mentors,School Two,Trade School,,,contradicts,,circular
""",
    "news.csv": """
relation,from,to,source,since,review,stance,locator,quote,open,count,unit,amount,currency
twinnedWith,Disputed School,School One,gazette,,,supports,page=2,,,,,,
twinnedWith,Disputed School,School One,circular,,,contradicts,,not twinned any more,,,,,
twinnedWith,Proposed School,School One,gazette,,proposed,,page=7,,,,,,
twinnedWith,Rejected School,School One,gazette,,rejected,,,,,,,,
twinnedWith,Paired School,School One,gazette,2017-09,,,"char=5,25","Paired School, School One",,,,,
twinnedWith,Paired School,School One,circular,2018,,,,,,,,,
aids,Bshire,Ashire,circular,,,,,,,,,700,CNY
aids,Bshire,Ashire,gazette,,,,,,,,,650,CNY
funds,Aid Office,Paired School,circular,,,,,,,,,50,CNY
sendsStaffTo,Aid Office,County Hospital @ Ashire,circular,,,,,,yes,12,people,,
serves,Elm Clinic,Dell,,,,,,,,,,,
memberOf,County Hospital @ Ashire,Hospital Union,,,,,,,,,,,
leads,County Hospital @ Bshire,Hospital Union,,,,,,,,,,,
ledBy,Bureau,Aid Office,,,,,,,,,,,
""",
    "totals.csv": """
id,relation,from,from_kind,to,to_kind,count,unit,amount,currency,bound,within,source
pairs,twinnedWith,Bshire,Education,Ashire,School,40,pairs,,,at-least,,gazette
some-pairs,twinnedWith,Bshire,Education,Ashire,School,10,pairs,,,,pairs,gazette
money,funds,Aid Office,,Ashire,,,,9000,CNY,,,circular
part-of-money,funds,Aid Office,,Ashire,,,,4000,CNY,,money,circular
trained,trains,,,Bureau,,30,people,,,,,circular
""",
}


def opened(folder: Path) -> Aid:
    """Write the workspace into a folder, build it and open it."""
    for name, text in FILES.items():
        (folder / name).write_text(text.lstrip("\n"), encoding="utf-8")
    return aidgraph.open(folder)
