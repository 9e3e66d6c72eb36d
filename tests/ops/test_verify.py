"""Editions made end to end: one page that needs nothing, the same for ever, and every byte of it held by `verify`."""

from __future__ import annotations

import json
import random
import re
import shutil
import subprocess
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from conftest import copy, hashed, invoke
from sealing import as_market, rehashed

from generator.ledger import sealed
from generator.site import shelf

FIRST, LAST = "2025-12-05", "2026-02-27"
VOID = {"meta", "link", "br", "hr", "input", "img"}


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkout whose editions were sealed from a market made from a seed, on two sessions."""
    folder = copy(tmp_path_factory.mktemp("sealed") / "checkout")
    shutil.rmtree(folder / "editions")
    data = as_market(folder.parent / "market")
    for day in (FIRST, LAST):
        run = invoke(folder, "seal", "--data", str(data), "--as-of", day)
        assert run.returncode == 0 and f"Sealed editions/{day}." in run.stdout, run.stdout + run.stderr
    run = invoke(folder, "build")
    assert run.returncode == 0, run.stdout + run.stderr
    assert "from the edition of 27 February 2026; nothing recomputed" in run.stdout
    return folder


def edition(checkout: Path, day: str = LAST) -> Path:
    return checkout / "editions" / day


def test_a_second_seal_is_nothing_new_and_another_says_why(checkout: Path, tmp_path: Path) -> None:
    folder = tmp_path / "checkout"
    shutil.copytree(checkout, folder)
    data = tmp_path / "market"
    shutil.copytree(checkout.parent / "market", data)
    before = hashed(folder / "editions")
    command = ("seal", "--data", str(data), "--as-of", LAST)
    assert "Nothing new" in invoke(folder, *command).stdout
    assert hashed(folder / "editions") == before
    path = data / "prices" / "SPY.csv"
    lines = path.read_text("utf-8").splitlines(keepends=True)
    place = next(n for n, line in enumerate(lines) if line.startswith("2026-02-03,"))
    cells = lines[place].split(",")
    cells[5] = f"{float(cells[5]) * 2:.0f}"
    lines[place] = ",".join(cells)
    path.write_text("".join(lines), "utf-8")
    rehashed(data)
    run = invoke(folder, *command)
    assert f"Sealed editions/{LAST}.2." in run.stdout, run.stdout + run.stderr
    changed = json.loads((folder / "editions" / f"{LAST}.2" / sealed.RESULTS).read_text("utf-8"))["changed"]
    assert changed["from"] == LAST and changed["why"] == ["revised data"]
    assert {name: sums for name, sums in hashed(folder / "editions").items() if ".2/" not in name} == before


def test_simulated_data_are_never_sealed(checkout: Path) -> None:
    run = invoke(checkout, "seal", "--data", "data/sample")
    assert (
        run.returncode == 1 and "this snapshot is simulated" in run.stderr and "Traceback" not in run.stderr
    )
    assert sorted(path.name for path in (checkout / "editions").iterdir()) == [FIRST, LAST]


class Page(HTMLParser):
    """Elements that are closed in their order, ids, and whatever would ask for something."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.hrefs: list[str] = []
        self.wrong: list[str] = []
        self.feed(text)
        self.close()
        self.wrong += [f"<{tag}> is never closed" for tag in self.open if tag not in ("li", "p")]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if len(given) != len(attrs):
            self.wrong.append(f"<{tag}> has an attribute twice: {self.getpos()}")
        self.ids += [str(given["id"])] if "id" in given else []
        self.hrefs += [str(given["href"])] if tag == "a" and "href" in given else []
        if tag in ("iframe", "object", "embed", "img", "form") or "src" in given or "style" in given:
            self.wrong.append(f"<{tag}> {given}")
        if tag == "script" and given.get("type") != "application/ld+json":
            self.wrong.append("a script")
        if any(name.startswith("on") for name in given):
            self.wrong.append(f"<{tag}> {given}")
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1] != tag:
            self.wrong.append(f"</{tag}> closes {self.open[-1:]} at {self.getpos()}")
        else:
            self.open.pop()


def test_the_article_is_one_light_file_that_asks_for_nothing(checkout: Path) -> None:
    import gzip

    for day in (FIRST, LAST):
        body = (edition(checkout, day) / sealed.ARTICLE).read_bytes()
        text = body.decode()
        assert len(body) <= 800_000 and len(gzip.compress(body, 6)) <= 130_000
        page = Page(text)
        assert page.wrong == []
        assert len(page.ids) == len(set(page.ids))
        inner = [href.removeprefix("#") for href in page.hrefs if href.startswith("#")]
        assert len(inner) > 300 and set(inner) <= set(page.ids), sorted(set(inner) - set(page.ids))[:5]
        assert not [h for h in page.hrefs if not h.startswith(("#", "../", "https://"))]
        head = text[: text.index("</head>")]
        assert "default-src &#39;none&#39;" in head or "default-src 'none'" in head
        assert re.findall(r'<link [^>]*href="([^"]*)"', head) == ["data:,", "../../", "../"]
        told = json.loads(re.findall(r'<script type="application/ld\+json">(.*?)</script>', head)[0])
        assert (told["@type"], told["datePublished"], told["version"]) == ("Article", day, day)
        assert text.count("<svg") >= 40 and "{{" not in text


def test_the_site_serves_it_byte_for_byte_whatever_becomes_of_the_rest(
    checkout: Path, tmp_path: Path
) -> None:
    """Another theme, another code, another text: nothing of an edition is rendered again."""
    folder = tmp_path / "checkout"
    shutil.copytree(checkout, folder)
    style = next(p for p in (folder / "generator").rglob("site.css"))
    style.write_text(style.read_text("utf-8") + "\nbody { color: red; }\n", "utf-8")
    template = folder / "generator/pages/templates/editions/article.html"
    template.write_text(template.read_text("utf-8").replace("<main>", '<main class="x">'), "utf-8")
    page = folder / "docs" / "why-now.md"
    page.write_text(page.read_text("utf-8") + "\nA sentence that nobody sealed.\n", "utf-8")
    assert invoke(folder, "build").returncode == 0
    assert "A sentence that nobody sealed." in (folder / "site/why-now/index.html").read_text("utf-8")
    for day in (FIRST, LAST):
        served = (folder / "site" / "editions" / day / "index.html").read_bytes()
        assert served == (edition(checkout, day) / sealed.ARTICLE).read_bytes()
    run = invoke(folder, "verify")
    assert run.returncode == 0 and "its page was not made again" in run.stdout, run.stdout


def test_an_edition_is_whole_without_data(checkout: Path) -> None:
    """Every picture stands, and every number is the edition's; its market here is made of the simulated one, and some words of it say so."""
    site = checkout / "site"
    record = sealed.read(edition(checkout))
    numbers = json.loads((site / "api" / "numbers.json").read_text("utf-8"))
    for entry in record["numbers"]:
        assert numbers[entry["key"]]["value"] == entry["value"], entry["key"]
    pictures = sorted((edition(checkout) / "pictures").glob("*.json"))
    lacking = {path.stem for path in pictures if json.loads(path.read_text("utf-8"))["missing"]}
    for page in sorted(site.rglob("*.html")):
        text = page.read_text("utf-8")
        # what could not be drawn when it was sealed; every other picture stands
        shown = sum(f'id="chart-{key}"' in text for key in lacking)
        assert text.count("cannot be drawn") <= shown, page
    assert (site / "charts" / "price_trend.svg").is_file() and not (
        site / "charts" / "price_trend.json"
    ).exists()
    drawn = (edition(checkout) / "pictures" / "price_trend-wide.svg").read_text("utf-8").strip()
    assert drawn in (site / "price-and-key-facts" / "index.html").read_text("utf-8")


def test_lists_switch_and_changes(checkout: Path) -> None:
    site = checkout / "site"
    page = (site / "why-now" / "index.html").read_text("utf-8")
    for day in (FIRST, LAST):
        assert f'href="../editions/{day}/#why-now"' in page
        assert 'id="why-now"' in (edition(checkout, day) / sealed.ARTICLE).read_text("utf-8")
        assert f'href="../editions/{day}/"' in (site / "editions" / "index.html").read_text("utf-8")
    changes = (site / "changes" / "index.html").read_text("utf-8")
    assert "From 5 December 2025 to 27 February 2026" in changes and "(new data)" in changes
    history = (site / "numbers" / "trend" / "index.html").read_text("utf-8")
    assert 'id="rsi_14"' in history and "5 Dec 2025" in history and "27 Feb 2026" in history
    listed = json.loads((site / "api" / "editions.json").read_text("utf-8"))
    assert [entry["name"] for entry in listed] == [FIRST, LAST]
    for entry in listed:
        here = {k: v for k, v in hashed(edition(checkout, entry["name"])).items() if k != sealed.SUMS}
        assert entry["sha256"] == here and entry["url"] == f"editions/{entry['name']}/"


def test_a_fact_and_a_sentence_of_an_editor_show_at_once(checkout: Path, tmp_path: Path) -> None:
    folder = tmp_path / "checkout"
    shutil.copytree(checkout, folder)
    close = next(e["value"] for e in sealed.read(edition(checkout))["numbers"] if e["key"] == "close")
    facts = folder / "facts" / "why-now.toml"
    facts.write_text(
        facts.read_text("utf-8")
        + f'\n[close_later]\ntext = "close of IWM"\nprinted = "${close:.2f}"\nvalue = {close:.2f}\nunit = "USD"\n'
        f'as_of = {LAST}\ncites = [26]\nmetric = "close"\n',
        "utf-8",
    )
    page = folder / "docs" / "why-now.md"
    page.write_text(page.read_text("utf-8") + "\nLater it closed at {{ said.close_later }}.\n", "utf-8")
    run = invoke(folder, "build")
    assert run.returncode == 0, run.stderr
    claims = {c["id"]: c for c in json.loads((folder / "site/api/claims.json").read_text("utf-8"))}
    assert claims["close_later"]["verdict"] == "reproduced" and claims["close_later"]["pass_rate"] is None
    assert "next edition" in claims["close_later"]["pass_rate_why"]


def test_it_holds_without_data_and_with_them(checkout: Path) -> None:
    run = invoke(checkout, "verify")
    assert run.returncode == 0 and run.stdout.count("byte for byte") == 2, run.stdout + run.stderr
    run = invoke(checkout, "verify", LAST, "--data", str(checkout.parent / "market"))
    assert run.returncode == 0 and "recomputed equal" in run.stdout, run.stdout + run.stderr
    run = invoke(checkout, "verify", "2020-01-02")
    assert run.returncode == 1 and f"there are: {FIRST}, {LAST}" in run.stderr


def flips(folder: Path, count: int) -> Iterator[tuple[Path, int, int]]:
    chance = random.Random(17)
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    # each file once, then by chance
    for n in range(count):
        path = files[n] if n < len(files) else chance.choice(files)
        yield path, chance.randrange(path.stat().st_size), 1 << chance.randrange(8)


def test_any_flipped_byte_is_named(checkout: Path, tmp_path: Path) -> None:
    """Two hundred flips over all files: each is told, with the file that it stands in."""
    folder = tmp_path / LAST
    shutil.copytree(edition(checkout), folder)
    assert not list(shelf.problems(folder))
    for path, place, bit in flips(folder, 200):
        whole = path.read_bytes()
        path.write_bytes(whole[:place] + bytes([whole[place] ^ bit]) + whole[place + 1 :])
        told = " ".join(shelf.problems(folder))
        name = path.relative_to(folder).as_posix()
        assert name in told or (name == sealed.SUMS and sealed.SUMS in told), (name, place, bit, told)
        path.write_bytes(whole)
    assert not list(shelf.problems(folder))


FORGED = {
    "a figure of the page": (sealed.ARTICLE, r'(<data value=")([\d.]+)(" data-key="close")', r"\g<1>1\2\3", "for close of"),
    "a verdict of the page": (sealed.ARTICLE, r'class="mark reproduced"', 'class="mark differs"', "it says differs at claim-"),
    "a published figure": (sealed.ARTICLE, r'(<data class="said" value=")([\d.]+)"', r'\g<1>9\2"', "as published for"),
    "what comes out": (sealed.ARTICLE, r'(<data value=")([\d.]+)(" data-found=)', r"\g<1>1\2\3", "as what comes out for"),
    "what counts as right": (sealed.ARTICLE, r'(<data value=")([\d.]+)(" data-limit=)', r"\g<1>1\2\3", "as what would be right for"),
    "a picture": ("pictures/price_trend-wide.svg", r"<path ", '<path opacity="0.5" ', "does not show pictures/price_trend-wide.svg"),
    "a verdict": (sealed.RESULTS, r'("verdict": )"reproduced"', r'\1"differs"', "does not follow: differs, where its numbers give reproduced"),
}  # fmt: skip


@pytest.mark.parametrize("case", FORGED)
def test_a_forgery_with_its_own_sums_contradicts_itself(checkout: Path, tmp_path: Path, case: str) -> None:
    """Who alters a file can alter the list of sums as well: the edition is then held against itself."""
    from generator.charts import workers
    from generator.ops import verify

    name, pattern, other, told = FORGED[case]
    folder = tmp_path / "editions" / LAST
    shutil.copytree(edition(checkout), folder)
    text = (folder / name).read_text("utf-8")
    forged = re.sub(pattern, other, text, count=1)
    assert forged != text
    (folder / name).write_text(forged, "utf-8")
    (folder / sealed.SUMS).write_bytes(shelf.sums(folder))
    found = verify.Told("editions")
    with workers.Studio() as studio:
        verify.look(folder, None, studio, found)
    assert told in " ".join(found.wrong), found


def test_the_sums_are_what_sha256sum_reads(checkout: Path) -> None:
    command = shutil.which("sha256sum")
    if not command:
        pytest.skip("no sha256sum on this machine")
    run = subprocess.run(
        [command, "--quiet", "-c", sealed.SUMS], cwd=edition(checkout), capture_output=True, check=False
    )
    assert run.returncode == 0 and not run.stdout
