"""Editions as folders of files: which there are, their sums, and what of them the site serves."""

from __future__ import annotations

import filecmp
import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from generator import config, disk
from generator.errors import EditionError
from generator.ledger import sealed
from generator.ledger.briefs import brief


def files(path: Path) -> dict[str, Path]:
    """Every file of an edition by its path there, but the list of sums."""
    found = (file for file in sorted(path.rglob("*")) if file.is_file() or file.is_symlink())
    named = {file.relative_to(path).as_posix(): file for file in found}
    named.pop(sealed.SUMS, None)
    return dict(sorted(named.items()))


def sums(path: Path) -> bytes:
    """The list of sums of an edition, as `sha256sum` writes and reads it."""
    return "".join(
        f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {name}\n" for name, file in files(path).items()
    ).encode()


def problems(path: Path) -> Iterator[str]:
    """What of an edition is not as its list of sums has it, a sentence each; each file by its path in the edition."""
    listed = (path / sealed.SUMS).read_bytes() if (path / sealed.SUMS).is_file() else b""
    wanted = sums(path)
    if listed == wanted:
        return
    told = {line[66:].decode(errors="replace"): line[:64] for line in listed.splitlines()}
    real = {line[66:].decode(): line[:64] for line in wanted.splitlines()}
    found = False
    for name in sorted(real.keys() | told.keys()):
        if name not in told:
            yield f"{name} is in no line of {sealed.SUMS}"
        elif name not in real:
            yield f"{name} is missing"
        elif told[name] != real[name]:
            yield f"{name} is not what was sealed, or its line of {sealed.SUMS} is not"
        found |= told.get(name) != real.get(name)
    if not found:
        yield f"{sealed.SUMS} is not written as it was sealed"


def served(path: Path) -> dict[str, Path]:
    """What of an edition stands on the site, by path below it; EditionError where the article is not the one that was sealed."""
    article, told = path / sealed.ARTICLE, (path / sealed.SUMS).read_text("utf-8")
    if f"{hashlib.sha256(article.read_bytes()).hexdigest()}  {sealed.ARTICLE}\n" not in told:
        raise EditionError(
            f"editions/{path.name}/{sealed.ARTICLE} is not what was sealed; restore it from git."
        )
    return {f"editions/{path.name}/index.html": article}


def stand(kept: Mapping[str, Path], site: Path) -> None:
    """Put files into a site as they are, where they do not stand there yet."""
    for name, file in kept.items():
        place = site / name
        if not place.is_file() or not filecmp.cmp(file, place, shallow=False):
            disk.write(place, file.read_bytes(), lasting=False)


def listed(paths: Sequence[Path]) -> bytes:
    """`api/editions.json`: every edition with its address, its sums and what it counts; oldest first."""
    entries = []
    for path in paths:
        told = brief(path)
        entries.append(
            {
                "name": sealed.name(path),
                "as_of": told["as_of"],
                "url": f"{config.site_url()}editions/{path.name}/",
                "note": told["note"],
                "engine": told["engine"],
                "changed": told["changed"],
                "sha256": {
                    line[66:]: line[:64] for line in (path / sealed.SUMS).read_text("utf-8").splitlines()
                },
                "numbers": len(told["values"]),
                "forecasts": dict(sorted(Counter(told["states"].values()).items())),
                "verdicts": dict(sorted(Counter(told["verdicts"].values()).items())),
            }
        )
    return (json.dumps(entries, ensure_ascii=False, indent=1) + "\n").encode()
