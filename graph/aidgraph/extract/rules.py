"""Grammar as data: the rules of a language from its TOML file, their frames made into regular expressions.

Frames are matched against the *symbol text* of a sentence, in which every named party is one character of the private
use area. What a frame's braces and tildes mean is said at the head of ``grammar/zh.toml``.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources import files
from typing import Any

__all__ = ["FIRST", "PARTY", "Frame", "Grammar", "Pattern", "Rule", "Trigger", "Unit", "grammar"]

FIRST, _LAST = "\ue000", "\uf8ff"
_TOTALS = ("private", "private_before", "at_least", "about", "never", "ratio", "determined")
PARTY = f"[{FIRST}-{_LAST}]"
"""One named party in a symbol text."""

_BETWEEN = re.compile(r"(\{[a-z]\w*\}|~~?)")
"""What stands for parties, or for anything, in a frame."""

_NO_GROUP = re.compile(r"\\.|\[(?:\\.|[^\]])*\]")
_CHAIN = f"{PARTY}(?:{{trigger}}){PARTY}(?:[、，；和]{PARTY}(?:{{trigger}}){PARTY})+"


class Pattern:
    """A regular expression that is compiled once its ``landmarks`` stand in a text, in their order.

    Most frames of a grammar fit nothing in one report, and compiling all of them takes longer than reading it.
    """

    def __init__(self, source: str, landmarks: Sequence[str], flags: re.RegexFlag) -> None:
        self._source, self._landmarks, self._flags = source, landmarks, flags

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(self._source, self._flags)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Yield what fits in a text."""
        return self._compiled.finditer(text) if self._may_fit(text) else iter(())

    def _may_fit(self, text: str) -> bool:
        at = 0
        for landmark in self._landmarks:
            found = _compiled(landmark, self._flags).search(text, at)
            if not found:
                return False
            # another party stands behind it; words may look ahead and take no room
            at = found.start() + (landmark == PARTY)
        return True


# most are those of many frames
_compiled = lru_cache(maxsize=None)(re.compile)


@dataclass(frozen=True, slots=True)
class Frame:
    """A pattern in which a trigger and its parties may stand; ``elided`` when an end is named elsewhere.

    The pattern has the groups ``from``, ``to``, ``both``, ``pairs`` and ``T``.
    """

    pattern: Pattern
    elided: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What expresses one relation: its triggers, and the frames they stand in."""

    relation: str
    trigger: re.Pattern[str]
    frames: tuple[Frame, ...]
    otherwise: str = ""
    froms: tuple[str, ...] = ()
    tos: tuple[str, ...] = ()
    orient: bool = False
    """Whether the words leave open who gives, and only the rest of the text can tell."""


@dataclass(frozen=True, slots=True)
class Trigger:
    """Words that make a number a total of a relation, or a heading speak of it."""

    relation: str
    pattern: re.Pattern[str]
    otherwise: str = ""


@dataclass(frozen=True, slots=True)
class Unit:
    """What is counted, by the words that follow a number; ``currency`` for money."""

    name: str
    pattern: re.Pattern[str]
    currency: str = ""
    before: re.Pattern[str] | None = None
    """What stands before the number, where the words after it do not tell: 项目42个."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grammar:
    """All that is known of a language."""

    language: str
    rules: tuple[Rule, ...]
    units: tuple[Unit, ...]
    triggers: tuple[Trigger, ...]
    patterns: dict[str, re.Pattern[str]]
    headed: tuple[Trigger, ...]
    """What in a heading says how those in the list below it are tied."""

    raw: dict[str, Any]

    def triggers_of(self, relation: str) -> list[re.Pattern[str]]:
        """Return the patterns of the words that express a relation."""
        own = [rule.trigger for rule in self.rules if relation in {rule.relation, rule.otherwise}]
        return own + [trigger.pattern for trigger in self.triggers if trigger.relation == relation]

    def headings_of(self, relation: str) -> list[re.Pattern[str]]:
        """Return the patterns of the words that express a relation in a heading."""
        return [each.pattern for each in self.headed if relation in {each.relation, each.otherwise}]


@lru_cache(maxsize=4)
def grammar(language: str) -> Grammar:
    """Return the grammar of a language, ``zh`` or ``en``."""
    text = (files("aidgraph.extract") / "grammar" / f"{language}.toml").read_text(encoding="utf-8")
    raw = tomllib.loads(text)
    compiler = _Compiler(raw)
    totals = raw["totals"]
    units = [compiler.unit(item, item["name"], "") for item in totals["unit"]]
    money = [compiler.unit(item, "", item["currency"]) for item in totals["money"]]
    raw["lists"] = compiler.lists
    patterns = {
        **{f"negation.{key}": value for key, value in raw["negation"].items()},
        **{f"totals.{key}": totals[key] for key in _TOTALS},
        "instructions": raw["instructions"]["patterns"],
    }
    flags = re.NOFLAG if language == "zh" else re.IGNORECASE
    return Grammar(
        language=language,
        rules=tuple(compiler.rule(item) for item in raw["relation"]),
        units=(*money, *units),
        triggers=tuple(
            Trigger(
                item["relation"], re.compile(item["words"] if language == "zh" else rf"(?:{item['words']})\w*", flags)
            )
            for item in totals["trigger"]
        ),
        patterns={key: re.compile(value, flags) for key, value in patterns.items()},
        headed=tuple(
            Trigger(item["relation"], re.compile(item["words"], flags), item.get("otherwise", ""))
            for item in raw.get("headed", ())
        ),
        raw=raw,
    )


class _Compiler:
    """Makes regular expressions of frames, in the words of one language."""

    def __init__(self, raw: dict[str, Any]) -> None:
        self._words: dict[str, str] = raw["words"]
        self.lists: dict[str, str] = {
            name: self._spell(value) for name, value in raw["lists"].items() if isinstance(value, str)
        }
        self._shapes: dict[str, list[str]] = raw["shapes"]
        self._flags = re.IGNORECASE if raw["lists"].get("ignore_case") else re.NOFLAG

    def _spell(self, text: str) -> str:
        for word, pattern in self._words.items():
            text = text.replace("{" + word + "}", pattern)
        return text.replace("{P}", PARTY).replace("{PARTIES}", f"{FIRST}-{_LAST}")

    def unit(self, item: dict[str, str], name: str, currency: str) -> Unit:
        before = re.compile(item["before"], self._flags) if "before" in item else None
        return Unit(name, re.compile(self._spell(item["words"]), self._flags), currency, before)

    def rule(self, item: dict[str, Any]) -> Rule:
        trigger = "|".join(self._spell(trigger) for trigger in item["triggers"])
        frames = item.get("only") or self._shapes[item["shape"]]
        # in a mutual sentence, the word for "with" parts the sides; elsewhere it may join two givers
        listed = self.lists["all" if item["shape"] == "with" else "joint"]
        start = self.lists["mutual" if item["shape"] == "with" else "subject"]
        more = self._spell(item.get("more", trigger))
        return Rule(
            relation=item["name"],
            trigger=re.compile(f"{trigger}|{more}", self._flags),
            frames=tuple(self._frame(text, trigger, more, listed, start) for text in frames),
            otherwise=item.get("otherwise", ""),
            froms=tuple(item.get("from", ())),
            tos=tuple(item.get("to", ())),
            orient=item.get("orient", False),
        )

    def _frame(self, text: str, trigger: str, more: str, listed: str, start: str) -> Frame:
        pattern = self._spell(text)
        pattern = pattern.replace("~~", self.lists["far"]).replace("~", self.lists["near"])
        for name, shape in (
            ("{from_}", f"(?P<from>{self.lists['commas']})"),
            ("{to_}", f"(?P<to>{self.lists['commas']})"),
            ("{to2}", f"(?P<to2>{listed})"),
            ("{from2}", f"(?P<from2>{listed})"),
            ("{from}", f"(?P<from>{listed})"),
            ("{to}", f"(?P<to>{listed})"),
            ("{first}", f"(?P<from>{PARTY})"),
            ("{second}", f"(?P<to>{PARTY})"),
            ("{further}", f"(?P<pairs>{self.lists.get('further', self.lists['pairs'])})"),
            ("{any}", f"(?:{self.lists['all']})"),
            ("{both}", f"(?P<both>{self.lists['several']})"),
            ("{pairs}", f"(?P<pairs>{self.lists['pairs']})"),
            ("{chain}", f"(?P<pairs>(?={PARTY}(?P<T>{trigger})){_CHAIN.format(trigger=trigger)})"),
            ("{T}", f"{self.lists.get('starts', '')}(?P<T>{trigger})"),
            ("{V}", f"{self.lists.get('starts', '')}{self.lists.get('active', '')}(?P<T>{trigger})"),
            ("{M}", f"(?P<T>{more})"),
        ):
            pattern = pattern.replace(name, shape)
        if text.startswith(("{from", "{first", "{both")):
            pattern = start + pattern
        elided = not any(name in text for name in ("{from}", "{from_}", "{first}", "{both}", "{pairs}"))
        # "it was built by Elm School" leaves out the end that receives
        elided = elided or ("{ELIDED}" in text and "{to}" not in text)
        return Frame(Pattern(pattern, self._landmarks(text, trigger, more), self._flags), elided)

    def _landmarks(self, text: str, trigger: str, more: str) -> list[str]:
        """Return what stands in whatever fits a frame, in this order, whoever the parties are."""
        spelled = self._spell(text)
        for name, words in (("{T}", trigger), ("{V}", trigger), ("{M}", more)):
            spelled = spelled.replace(name, f"(?:{words})")
        found, depth = list[str](), 0
        pieces = _BETWEEN.split(spelled)
        for piece, following in zip(pieces, [*pieces[1:], ""], strict=True):
            before, bare = depth, _NO_GROUP.sub("", piece)
            for sign in bare:
                depth += (sign == "(") - (sign == ")")
                if sign == "|" and not depth:
                    # the frame is one of several
                    return []
            token = _BETWEEN.fullmatch(piece)
            # what is in a group, or has said behind it how often it stands, may be absent
            often = (following if token else piece)[:1] in tuple("?*+{")
            if before or depth or often or not piece:
                continue
            if not token:
                found.append(piece)
            elif piece not in {"{further}", "~", "~~"}:
                found.append(PARTY)
        return found
