"""forecasts.toml and relations.toml: what is wrong is told with file, line, table and field, all of it at once."""

from __future__ import annotations

from pathlib import Path

import pytest
from published import REFS as REFERENCES

from generator import config
from generator.errors import EditorError
from generator.facts.reader import Book
from generator.ledger import declared

PAGE = """[rsi]
text = "RSI"
printed = "62"
value = 62
unit = "points"
as_of = 2025-12-05
cites = [26]
metric = "rsi_14"
[odds]
text = "odds"
printed = "90 %"
value = 90
unit = "%"
as_of = 2025-12-05
cites = [26]
needs = "prices"
[band]
text = "band"
printed = "$1–2"
low = 1
high = 2
unit = "USD"
as_of = 2025-12-05
cites = [26]
needs = "a rule"
[cut]
text = "a cut"
printed = "one"
value = 1
unit = "cuts"
as_of = 2025-12-05
cites = [26]
kind = "forecast"
needs = "the range"
due = 2025-12-11
"""
FORECASTS = """[cut]
text = "One cut."
facts = ["cut"]
said = 2025-12-05
due = 2025-12-11
rule = "policy_cuts"
args = { start = 2025-12-05, expect = "cut" }
probability = "odds"

[story]
text = "A story."
said = 2025-12-05
due = 2026-12-31
rule = "scenario"
conditions = [
  { text = "the cut", forecast = "cut" },
  { text = "calm", holds = "spread_hy <= 5" },
]

[held]
text = "It holds."
said = 2025-12-05
due = 2026-01-06
rule = "first_cross"
args = { upper = "band.high", lower = 1.5, judged = 10 }
"""
RELATIONS = """[sum]
text = "one and the other"
left = "rsi + odds"
relation = "<="
right = "200"
"""
REFS = REFERENCES.replace('publisher = "P"\n', 'publisher = "P"\nhouse = "P & Sons"\n', 1)


def read(folder: Path, forecasts: str = FORECASTS, relations: str = RELATIONS, page: str = PAGE) -> Book:
    for name, text in (("sources", REFS), ("page", page), ("forecasts", forecasts), ("relations", relations)):
        (folder / f"{name}.toml").write_text(text, "utf-8")
    return declared.load(folder)


def test_sound_files(tmp_path: Path) -> None:
    book = read(tmp_path)
    assert list(book.forecasts) == ["cut", "story", "held"] and book.forecasts["story"].line == 10
    assert [condition.forecast for condition in book.forecasts["story"].conditions] == ["cut", ""]
    assert [equation.key for equation in book.equations] == ["sum"]
    assert set(book.facts) == {"rsi", "odds", "band", "cut"}  # the two files hold no facts


def claim(metric: str, args: str) -> str:
    return PAGE.replace('metric = "rsi_14"\n', f'metric = "{metric}"\nargs = {{ {args} }}\n')


@pytest.mark.parametrize(
    ("metric", "args", "message"),
    [
        ("rsi_14", 'smoothng = "simple"', "args has an unknown 'smoothng' for the metric rsi_14; did you mean 'smoothing'?"),
        ("rsi_14", 'smoothing = "sample"', "args.smoothing is 'sample'; it has to be one of 'wilder', 'simple', 'exponential'."),
        ("rsi_14", "window = 9", "args has an unknown 'window' for the metric rsi_14; known are smoothing, period, reinvested, symbol."),
        ("put_share", "days = 3", "args has an unknown 'days' for the metric put_share; it takes none."),
        ("week_return", 'symbol = "IWN"', "args.symbol is 'IWN'; no such symbol; did you mean 'IWM'?"),
        ("excess_between", 'other = "S&P"', "args.other is 'S&P'; no such symbol;"),
        ("best_day", "sessions = 0", "args.sessions is 0; it has to be a whole number from 1 to 10000."),
        ("best_day", "sessions = 2.5", "args.sessions is 2.5; it has to be a whole number from 1 to 10000."),
        ("best_day", "sessions = true", "args.sessions is True; it has to be a whole number from 1 to 10000."),
        ("best_day", 'opened = "no"', "args.opened is 'no'; it has to be true or false."),
        ("return_since", 'base = "2025-11-24"', "args.base is '2025-11-24'; it has to be a date such as 2026-01-30, in 1900 or later."),
        ("return_since", "base = 0001-01-01", "it has to be a date such as 2026-01-30, in 1900 or later."),
        ("rallies_stalled", "low = nan", "args.low is nan; it has to be a number."),
        ("beta_36m", "window = 60", 'args.window is 60; it has to be a sampling and a count such as ["month", 36].'),
        ("beta_36m", 'window = ["year", 5]', "args.window is ['year', 5]; it has to be a sampling and a count"),
        ("bollinger_upper", "ddof = true", "args.ddof is True; it has to be one of 0, 1."),
        ("return_1y_price", 'counted = "day"', "args.counted is 'day'; it has to be one of 'date', 'sessions', 'month'."),
    ],
)  # fmt: skip
def test_a_claims_argument_that_its_metric_does_not_know(
    tmp_path: Path, metric: str, args: str, message: str
) -> None:
    """Refused when the file is read, by name and line, whatever the data are."""
    with pytest.raises(EditorError) as caught:
        read(tmp_path, page=claim(metric, args))
    (problem,) = caught.value.sentences
    assert problem.startswith("facts/page.toml:9: [rsi] ") and message in problem


def test_arguments_without_a_metric(tmp_path: Path) -> None:
    page = PAGE.replace('needs = "prices"', 'needs = "prices"\nargs = { symbol = "SPY" }')
    with pytest.raises(
        EditorError, match=r"page.toml:17: \[odds\] gives args, and no metric that takes them: add"
    ):
        read(tmp_path, page=page)


def test_a_check_that_is_given_what_it_tests_is_refused(tmp_path: Path) -> None:
    """A metric that may look for the claim's own figure finds it."""
    page = claim("rallies_stalled", "low = 250, high = 62").replace('"points"', '"count"')
    with pytest.raises(EditorError) as caught:
        read(tmp_path, page=page)
    (problem,) = caught.value.sentences
    assert (
        "[rsi] args.high is 62, the claim's own figure: a check that is given what it tests cannot fail"
        in problem
    )


def test_arguments_that_fit(tmp_path: Path) -> None:
    for metric, unit, args in (
        ("beta_36m", "x", 'window = ["week", 52], other = "QQQ", reinvested = false'),
        ("return_between", "%", 'start = 2024-01-31, end = 2025-01-31, symbol = "^RUT", start_shift = -2'),
        ("rallies_stalled", "count", "low = 250, high = 252"),
    ):
        page = claim(metric, args).replace('"points"', f'"{unit}"')
        assert read(tmp_path, page=page).facts["rsi"].args


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"rsi_14"', '"sma_20"', "5: [rsi] unit is 'points', and metric 'sma_20' is in USD: write unit = \"USD\", or name the metric that the figure speaks of."),
        ('unit = "points"', 'unit = "USD"', "5: [rsi] unit is 'USD', and metric 'rsi_14' is in points: write unit = \"points\", or name the metric that the figure speaks of."),
        ('"rsi_14"', '"rsi_14"\nargs = { sessions = 9 }', "9: [rsi] args has an unknown 'sessions' for the metric rsi_14; known are smoothing, period, reinvested, symbol."),
        ("value = 62", "value = -62", "4: [rsi] value is -62, and metric 'rsi_14' is never below zero: take the sign out."),
        ('unit = "points"\nas_of = 2025-12-05\ncites = [26]\nmetric = "rsi_14"', 'unit = "%"\nas_of = 2025-12-05\ncites = [26]\nmetric = "drawdown"', "4: [rsi] value is 62, and metric 'drawdown' is never above zero: write its sign as the metric has it."),
        ('"rsi_14"', '"high_52w_date"', "8: [rsi] metric 'high_52w_date' gives a date, not a number: name one that gives a number."),
        ('"rsi_14"', '"return_between"\nargs = { start = 2025-12-01, end = 2025-11-01 }', "9: [rsi] args.start is 2025-12-01, which is not before args.end (2025-11-01): swap them."),
        ('unit = "points"', 'unit = "points"\nhedge = "about"', "6: [rsi] hedge is 'about', and printed is '62', which does not say so: write printed = \"about 62\", or where the word stands elsewhere, wording = \"… about …\"."),
        ('printed = "62"', 'printed = "about 62"', "3: [rsi] printed is 'about 62', and no hedge is named: add hedge = \"about\"."),
    ],
)  # fmt: skip
def test_a_fact_that_is_not_its_metrics(tmp_path: Path, old: str, new: str, message: str) -> None:
    """Unit, sign and hedge are those of the metric and of the words as printed; else the verdict would compare two things."""
    assert old in PAGE
    with pytest.raises(EditorError) as caught:
        read(tmp_path, page=PAGE.replace(old, new, 1))
    assert f"facts/page.toml:{message}" in caught.value.sentences


FALL = FORECASTS.replace('rule = "policy_cuts"', 'rule = "drawdown"').replace(
    "start = 2025-12-05", 'symbol = "IWM"'
)


@pytest.mark.parametrize(
    ("figure", "forecasts", "message"),
    [
        ('low = 15\nunit = "%"\nhedge = "at least"', FALL, "7: [cut] args.expect is 'cut'; the rule drawdown takes a fall, all of it below zero: write high = -10 with hedge = \"up to\" for 10 % or more."),
        ('low = -15\nunit = "%"\nhedge = "at least"', FALL, "7: [cut] args.expect is 'cut'; the rule drawdown takes a fall, all of it below zero: write high = -10 with hedge = \"up to\" for 10 % or more."),
        ('value = 1\nunit = "%"', FORECASTS, "7: [cut] args.expect is 'cut'; the rule policy_cuts takes cuts or count, and the fact's unit is %."),
        ('value = -1\nunit = "cuts"', FORECASTS, "7: [cut] args.expect is 'cut'; the rule policy_cuts takes no figure below zero."),
        ('value = 1\nunit = "cuts"', FORECASTS.replace("start = 2025-12-05", "start = 2026-12-05"), "7: [cut] args.start is 2026-12-05, after the day on which it is due; swap them."),
        ('value = 1\nunit = "cuts"', FORECASTS.replace("lower = 1.5", "lower = -1.5"), "25: [held] args.lower is -1.5; the rule first_cross takes no figure below zero."),
    ],
)  # fmt: skip
def test_a_figure_that_its_rule_does_not_take(
    tmp_path: Path, figure: str, forecasts: str, message: str
) -> None:
    """A figure of another unit or on the wrong side of zero can only fail, or only hold."""
    page = PAGE.replace('value = 1\nunit = "cuts"', figure)
    with pytest.raises(EditorError) as caught:
        read(tmp_path, forecasts, page=page)
    assert f"facts/forecasts.toml:{message}" in caught.value.sentences


def test_a_fall_of_at_least_so_much(tmp_path: Path) -> None:
    page = PAGE.replace('value = 1\nunit = "cuts"', 'high = -15\nunit = "%"\nhedge = "up to"').replace(
        '"one"', '"at least 15 %"'
    )
    assert read(tmp_path, FALL, page=page).forecasts["cut"].rule == "drawdown"


def test_the_articles_own_files() -> None:
    book = declared.load(config.FACTS)
    assert len(book.forecasts) > 25 and len(book.equations) > 30


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('rule = "policy_cuts"', 'rule = "policy_cut"', "6: [cut] rule is 'policy_cut', which is unknown; did you mean 'policy_cuts'?"),
        ("said = 2025-12-05\ndue = 2025-12-11", "sayd = 2025-12-05\ndue = 2025-12-11", "4: [cut] has an unknown field 'sayd'; did you mean 'said'?"),
        ("due = 2025-12-11", 'due = "soon"', "5: [cut] due is 'soon'; it has to be a date such as 2026-01-30."),
        ("due = 2026-12-31", "due = 2020-12-31", "13: [story] is due 2020-12-31, before it was said (2025-12-05)."),
        ("due = 2025-12-11", "due = 2025-12-12", "5: [cut] is due 2025-12-12, its fact 'cut' 2025-12-11; write one day in both."),
        ('facts = ["cut"]', 'facts = ["cut", "rsy"]', "3: [cut] facts names 'rsy', which is no fact; did you mean 'rsi'?"),
        ('facts = ["cut"]', 'facts = "cut"', "3: [cut] facts is 'cut'; it has to be a list such as [\"close\"]."),
        ('expect = "cut"', 'expect = "cat"', "7: [cut] args.expect is 'cat'; no such fact; did you mean 'cut'?"),
        ('expect = "cut"', "expect = 1", "7: [cut] args.expect is 1; it has to be the key of a fact in quotes."),
        ('expect = "cut"', 'expected = "cut", expect = "cut"', "7: [cut] args has an unknown 'expected' for the rule policy_cuts; did you mean 'expect'?"),
        ("start = 2025-12-05, ", "", "7: [cut] lacks args.start, which the rule policy_cuts takes."),
        ("start = 2025-12-05", "start = 5", "7: [cut] args.start is 5; it has to be a date such as 2026-01-30."),
        ('"band.high"', '"band"', "25: [held] args.upper is 'band'; the fact has no single value; write band.low or band.high."),
        ('"band.high"', '"rsi.high"', "25: [held] args.upper is 'rsi.high'; the fact has no high; write rsi."),
        ('"band.high"', '"band.top"', "25: [held] args.upper is 'band.top'; a fact has no 'top'; write band.low or band.high."),
        ("judged = 10", "judged = 0", "25: [held] args.judged is 0; it has to be a whole number above zero."),
        ("judged = 10", 'symbol = "IWN"', "25: [held] args.symbol is 'IWN'; no such symbol; did you mean 'IWM'?"),
        ("lower = 1.5", "lower = true", "25: [held] args.lower is True; it has to be a number or the key of a fact in quotes."),
        ('probability = "odds"', 'probability = "rsi"', "8: [cut] probability is 'rsi', which gives no single value from 0 to 100 percent."),
        ('probability = "odds"', 'probability = "ods"', "8: [cut] probability is 'ods', which is no fact; did you mean 'odds'?"),
        ('forecast = "cut"', 'forecast = "cat"', "15: [story] condition 1 waits for 'cat', which is no forecast; did you mean 'cut'?"),
        ('forecast = "cut"', 'forecast = "story"', "15: [story] condition 1 waits for 'story', a scenario itself; name what settles it."),
        ("spread_hy <= 5", "spred_hy <= 5", "15: [story] condition 2 reads 'spred_hy <= 5': no metric 'spred_hy'; did you mean 'spread_hy'?"),
        ("spread_hy <= 5", "spread_hy == 5", "15: [story] condition 2 reads 'spread_hy == 5': the condition 'spread_hy == 5' has '=='; a condition compares by < and <=."),
        ('holds = "spread_hy <= 5"', 'needs = "x", holds = "spread_hy <= 5"', "15: [story] condition 2 takes a text and one of holds, stays, once, forecast and needs; it has text, needs, holds."),
        ('holds = "spread_hy <= 5"', 'hold = "spread_hy <= 5"', "15: [story] condition 2 has an unknown field 'hold'; did you mean 'holds'?"),
        ('rule = "scenario"', 'rule = "needs_data"\nargs = { needs = "x" }', "16: [story] has conditions; only the rule scenario reads them."),
        ("said = 2025-12-05\ndue = 2026-01-06", "said = 2025-12-05\ncites = [77]\ndue = 2026-01-06", "23: [held] cites reference 77, which there is not; references run from 1 to 43."),
        ('rule = "first_cross"\nargs = { upper = "band.high", lower = 1.5, judged = 10 }', 'rule = "band_held"\nargs = { band = "band" }', "25: [held] args.band is 'band', which is no fact of kind forecast; what was described and not foretold is a claim: let a metric check it, and take the forecast out."),
        ("due = 2026-01-06", "due = 2025-12-05", "23: [held] was due 2025-12-05, and the article appeared on 2025-12-07; what was over by then is a claim: state it as a fact, and take the forecast out."),
        ("due = 2026-01-06", 'due = 2026-01-06\ngiven = "cut"', "24: [held] given is 'cut', which is no scenario; known are story."),
        ("due = 2026-01-06", 'due = 2026-01-06\ngiven = "story"', "23: [held] is due 2026-01-06, before its scenario is judged (2026-12-31)."),
        ("due = 2026-01-06", 'due = 2026-01-06\nwho = "A bank"', "24: [held] who is 'A bank', which is no house of sources.toml; known are P & Sons."),
        ("due = 2026-01-06", 'due = 2026-01-06\nways = [{ text = "a", args = { judged = 5 } }]', "24: [held] has a single way: put its args into the forecast's own."),
        ("due = 2026-01-06", 'due = 2026-01-06\nways = [{ text = "a" }, { text = "b", args = {} }]', "24: [held] way 1 takes a text and args, and nothing else."),
        ("due = 2026-01-06", 'due = 2026-01-06\nways = [{ text = "a", args = { judged = 0 } }, { text = "b", args = {} }]', "26: [held] args.judged is 0; it has to be a whole number above zero."),
        ('rule = "policy_cuts"\nargs = { start = 2025-12-05, expect = "cut" }', 'rule = "cut_at_meetings"\nargs = { meetings = [2025-12-09] }', "7: [cut] args.meetings is [datetime.date(2025, 12, 9)]; article.toml's meetings have no 2025-12-09."),
        ('rule = "policy_cuts"\nargs = { start = 2025-12-05, expect = "cut" }', 'rule = "cut_at_meetings"\nargs = { meetings = [] }', "7: [cut] args.meetings is []; it has to be a list of days such as [2026-01-28], the earliest first."),
        ("[held]", "[Held]", "20: [Held] is no key: use lower-case letters, digits and _, a letter first."),
        ('text = "It holds."\n', "", "20: [held] lacks text: add text = …, a text in quotes."),
    ],
)  # fmt: skip
def test_a_mistake_in_a_forecast(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert old in FORECASTS
    with pytest.raises(EditorError) as caught:
        read(tmp_path, FORECASTS.replace(old, new))
    assert f"facts/forecasts.toml:{message}" in caught.value.sentences


def test_one_prediction_is_one_entry(tmp_path: Path) -> None:
    """Whoever repeats it: an entry that asks the same and allows the same answers is refused."""
    again = FORECASTS.replace("[held]", "[again]").split("[again]")[1]
    with pytest.raises(EditorError) as caught:
        read(tmp_path, f"{FORECASTS}\n[again]{again.replace('It holds.', 'Another says so too.')}")
    assert caught.value.sentences == [
        "facts/forecasts.toml:27: [again] foretells what [held] does: one prediction is one entry, whoever repeats it: "
        "name its facts there."
    ]
    other = again.replace("judged = 10", "judged = 9")
    assert set(read(tmp_path, f"{FORECASTS}\n[again]{other}").forecasts) == {"cut", "story", "held", "again"}


def test_a_forecast_fact_is_settled_once(tmp_path: Path) -> None:
    with pytest.raises(EditorError) as caught:
        read(tmp_path, FORECASTS.replace('facts = ["cut"]\n', ""))
    assert caught.value.sentences == [
        "facts/page.toml:26: [cut] is a forecast that nothing settles; name it in a table of forecasts.toml, "
        'facts = ["cut"].'
    ]
    with pytest.raises(EditorError) as caught:
        read(tmp_path, FORECASTS.replace("due = 2026-01-06", 'due = 2025-12-11\nfacts = ["cut"]'))
    assert caught.value.sentences == [
        "facts/forecasts.toml:24: [held] settles 'cut', as [cut] does; one forecast settles a fact."
    ]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("rsi + odds", "rsy + odds", "3: [sum] left reads 'rsy', which is no fact; did you mean 'rsi'?"),
        ("rsi + odds", "rsi +", "3: [sum] left: 'rsi +' cannot be read; write for instance 'shares * close / 1000'."),
        ("rsi + odds", "max(rsi)", "3: [sum] left: 'max(rsi)' has no place in a relation; it knows keys of facts (or KEY.low, KEY.high), numbers, + - * / ** and parentheses."),
        ('"<="', '"<"', "4: [sum] relation is '<'; it has to be one of =, <=, >=."),
        ('right = "200"', 'right = "200"\nunit = "percent"', "6: [sum] unit is 'percent', which is unknown; known are "),
        ('right = "200"', 'right = "200"\ncomparable = false', "6: [sum] is not comparable and gives no reason: add reason = …, a text in quotes."),
        ('right = "200"', 'right = "200"\nreason = "x"', "6: [sum] gives a reason why it is not comparable: add comparable = false, or take the reason out."),
        ('right = "200"', 'right = "200"\ncomparable = "no"', "6: [sum] comparable is 'no'; it has to be true or false."),
        ("rsi + odds", "100", "1: [sum] names no fact on either side."),
        ("rsi + odds", "rsi / 0", "1: [sum] cannot be worked out: division by zero."),
        ("rsi + odds", "(0 - rsi) ** 0.5", "1: [sum] cannot be worked out: a number below zero has no power that is not whole."),
        ('relation = "<="\n', "", "1: [sum] lacks relation: add relation = …, a text in quotes."),
        ("relation =", "relaton =", "4: [sum] has an unknown field 'relaton'; did you mean 'relation'?"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_relation(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert old in RELATIONS
    with pytest.raises(EditorError) as caught:
        read(tmp_path, relations=RELATIONS.replace(old, new))
    assert any(problem.startswith(f"facts/relations.toml:{message}") for problem in caught.value.sentences)


def test_mistakes_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(EditorError) as caught:
        read(
            tmp_path,
            FORECASTS.replace("policy_cuts", "policy"),
            RELATIONS.replace('"<="', '"<"'),
            PAGE.replace('metric = "rsi_14"', 'metric = "rsi_41"'),
        )
    assert [p.split(":")[0] for p in caught.value.sentences] == [
        "facts/page.toml", "facts/forecasts.toml", "facts/relations.toml",
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["forecasts", "relations"])
def test_a_missing_or_broken_file(tmp_path: Path, name: str) -> None:
    read(tmp_path)
    path = tmp_path / f"{name}.toml"
    path.write_text("[a\n", "utf-8")
    with pytest.raises(EditorError) as caught:
        declared.load(tmp_path)
    assert caught.value.sentences[0].startswith(f"facts/{name}.toml:1")
    path.unlink()
    with pytest.raises(EditorError) as caught:
        declared.load(tmp_path)
    assert caught.value.sentences[0].startswith(f"facts/{name}.toml: the file is missing")
