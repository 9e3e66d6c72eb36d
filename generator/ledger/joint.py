"""One choice that explains several figures of one source says more than a match of a single one.

A source that is a day behind misses many figures and each by little; alone, each match is one that luck would have
made. So the figures of a source that a choice was tried for are judged together: how likely is it that some choice
fits as many of them, had they been printed anywhere as far off as they were?
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from generator import formats
from generator.ledger.explorer import EARLIER, LUCKY, luck
from generator.ledger.record import Finding
from generator.words import Words, joined

MISSED = ("reproduced-otherwise", "differs")


@dataclass(frozen=True)
class Explained:
    """A choice of one source, the figures that it fits, those that it was tried for, and how likely that is by luck."""

    choice: Words
    fits: tuple[str, ...]  # keys of facts
    tried: int
    luck: float

    @property
    def telling(self) -> bool:
        """Whether luck would hardly do as well."""
        return self.luck <= LUCKY

    @property
    def behind(self) -> str:
        """By how much the source seems to be late, in words; "" where another choice than the day explains it."""
        return next((told.replace("earlier", "behind") for told in EARLIER if self.choice.endswith(told)), "")


def explained(findings: Iterable[Finding], number: int) -> Explained | None:
    """The choice that fits most figures of reference `number` among those that miss, two at least; None where there is none."""
    missed = [
        f for f in findings if number in f.fact.cites and f.verdict in MISSED and f.recomputed is not None
    ]
    choices: dict[str, list[Finding]] = {}
    for finding in missed:
        for tried in finding.tried:
            choices.setdefault(tried.definition, []).append(finding)
    fits = {choice: [f for f in those if _hit(f, choice)] for choice, those in choices.items()}
    best = max(sorted(fits), key=lambda choice: len(fits[choice]), default="")
    if not best or len(fits[best]) < 2:
        return None
    # any of the choices could have been the one that fits as many
    chance = sum(_at_least(len(fits[best]), _chances(those, choice)) for choice, those in choices.items())
    words = next(t.definition for f in fits[best] for t in f.tried if t.definition == best)
    return Explained(Words(words), tuple(f.fact.key for f in fits[best]), len(choices[best]), chance)


def together(findings: Mapping[str, Finding]) -> dict[str, Finding]:
    """The findings; where one choice explains several figures of a reference, they say so, and are reproduced by it unless luck may do as well."""
    made = dict(findings)
    for number in sorted({number for finding in findings.values() for number in finding.fact.cites}):
        why = explained(findings.values(), number)
        if why is None:
            continue
        for key in why.fits:
            if not why.telling and made[key].verdict != "differs":
                continue  # it counts by itself
            others = ", ".join(f"“{findings[other].fact.text}”" for other in why.fits if other != key)
            percent = formats.write(min(max(why.luck * 100, 1), 100), "%", 0)
            both = "both fit" if len(why.fits) == 2 else "all these fit"
            enough = "" if why.telling else ", which is too often to count"
            told = Words(
                "The same choice, ", why.choice, f", also matches {others} of reference {number}: "
                f"by pure chance {both} in at most {percent} of cases{enough}.",
            )  # fmt: skip
            note = joined((made[key].note, told))
            made[key] = replace(
                made[key], note=note, verdict="reproduced-otherwise" if why.telling else made[key].verdict
            )
    return made


def _hit(finding: Finding, choice: str) -> bool:
    return any(tried.hit for tried in finding.tried if tried.definition == choice)


def _chances(findings: Sequence[Finding], choice: str) -> list[float]:
    """For each finding, how likely the choice's value would have matched its figure by luck."""
    chances = []
    for finding in findings:
        value = next(tried.value for tried in finding.tried if tried.definition == choice)
        stated = finding.recomputed
        found = luck(finding.allowed, stated, [value]) if stated is not None else None
        chances.append(
            0.5 if found is None else found
        )  # a wording open on one side is met by half of all figures
    return chances


def _at_least(count: int, chances: Sequence[float]) -> float:
    """The probability of `count` or more among independent chances."""
    spread = [1.0]
    for chance in chances:
        spread = [
            (spread[n] if n < len(spread) else 0.0) * (1 - chance) + (spread[n - 1] * chance if n else 0.0)
            for n in range(len(spread) + 1)
        ]
    return sum(spread[count:])
