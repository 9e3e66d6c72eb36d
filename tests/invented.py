"""What is made up of the fund of tests/articles: each claim, forecast and relation, and how it has to be graded.

The fund closed at 282.00 on its last close, its year swung by 15.6 % and its RSI stood at 60.196; the days after it are
those of made_up_market.py.
"""

from __future__ import annotations

DAY = "2024-06-14"  # its last close; the fund closed at 282.00
UNITS = {
    "close": "USD", "sma_20": "USD", "rsi_14": "points", "shares_outstanding": "shares mn", "excess_after_easing": "pp",
    "relative_ytd": "pp", "volatility_ratio_252d": "x", "rallies_stalled": "count",
}  # fmt: skip
HALF = 'needs = "bars of the fifties"'
COMPARED = 'kind = "comparison"'

# metric, words as printed, figure, further fields, the verdict, and what its card says
CLAIMS: dict[str, tuple[str, str, str, str, str, str]] = {
    # zeros are digits; a price near a level; luck; an edge
    "a_zero_is_a_digit": ("close", "around $280", "value = 280", 'hedge = "around"', "differs", ""),
    "near_enough": ("close", "around $281.5", "value = 281.5", 'hedge = "around"', "differs", ""),
    "to_the_dollar": ("close", "$282", "value = 282", "", "reproduced", ""),
    "fits_by_luck": ("volatility_252d", "17%", "value = 17", "", "differs", "That does not count"),
    "fits_otherwise": ("rsi_14", "63", "value = 63", "", "reproduced-otherwise", "That counts: "),
    "fits_nothing": ("rsi_14", "58", "value = 58", "", "differs", "None of the"),
    "just_outside": ("rsi_14", "60.25", "value = 60.25", "", "differs", ""),
    "just_inside": ("rsi_14", "60.2", "value = 60.2", "", "reproduced", "At the edge: "),
    "on_the_brink": ("rsi_14", "60.20", "value = 60.2", "", "reproduced", "At the edge: "),
    "cannot_fail": ("rsi_14", "over 1", "value = 1", 'hedge = "over"', "reproduced", "Always true: "),
    # one choice that explains several figures of one source, and the same figure alone
    "weekly_rsi": ("rsi_14", "65", "value = 65", "cites = [3]", "reproduced-otherwise", "also matches"),
    "weekly_average": ("sma_20", "$278", "value = 278", "cites = [3]", "reproduced-otherwise", "The same choice, the data to 13 June 2024, one session earlier, also matches"),
    "lone_average": ("sma_20", "$278", "value = 278", "cites = [4]", "differs", "That does not count"),
    # a day or a window that is named is never moved: one that lies two days earlier, or sixty sessions, would fit
    "since_a_day": ("return_since", "4.5 %", "value = 4.5", "args = { base = 2024-05-24 }", "differs", "The base is the close of 24 May 2024"),
    "over_a_window": ("volatility_20d", "18.54 %", "value = 18.54", 'args = { window = ["day", 20] }', "differs", "None of the"),
    # a count of shares of the day and of another; after a split it is late
    "count_of_the_day": ("shares_outstanding", "246 million", "value = 246", "", "reproduced", "The count of shares is of 14 June 2024"),
    "count_of_another_day": ("shares_outstanding", "246 million", "value = 246", "as_of = 2024-04-10", "inconclusive", "Share count of another day: the newest is of 18 March 2024"),
    "count_behind_a_split": ("shares_outstanding", "523 million", "value = 523", "as_of = 2024-09-06", "inconclusive", "Share count of another day: the newest is of 30 August 2024"),
    # another vendor's sectors, half a precedent, few cases of a rule
    "own_sectors": ("sector_industrials", "about 17 %", "value = 17", 'hedge = "about"\ntaxonomy = "GICS"', "reproduced", ""),
    "other_sectors": ("sector_industrials", "about 17 %", "value = 17", 'hedge = "about"\ntaxonomy = "the pilots’ list"', "inconclusive", "Other sectors: the figure is by those of the pilots’ list"),
    "half_a_precedent": ("close", "above", "low = 200", f"{COMPARED}\n{HALF}", "inconclusive", "Would take bars of the fifties"),
    "half_that_fails": ("close", "above", "low = 400", f"{COMPARED}\n{HALF}", "differs", ""),
    "as_a_rule": ("excess_after_easing", "ahead as a rule", "low = 0", COMPARED, "inconclusive", r"Too few cases: 4 cases, \d of them as claimed; their mean is \d.* its 95 % interval −\d.* to \d"),
    "as_a_safe_rule": ("excess_after_easing", "never far behind", "low = -90", COMPARED, "reproduced", "4 cases, 4 of them as claimed"),
    # resistance by what happened at a band
    "band_that_held": ("rallies_stalled", "resistance", "low = 2", f"{COMPARED}\nas_of = 2024-04-10\nargs = {{ low = 232.0, high = 234.0 }}", "reproduced", r"stalled\); 14 March 2024"),
    "band_that_broke": ("rallies_stalled", "resistance", "low = 2", f"{COMPARED}\nas_of = 2024-05-15\nargs = {{ low = 227.0, high = 229.0 }}", "differs", "went through"),
    # a comparison and its figure stand apart
    "more_restless": ("volatility_ratio_252d", "more restless", "low = 1", COMPARED, "reproduced", ""),
    "by_so_much": ("volatility_ratio_252d", "1.6 times", "value = 1.6", "", "differs", ""),
    # words with a threshold, and their neighbours
    "well_above": ("close", "well above", "low = 250", f'{COMPARED}\nhedge = "well above"', "reproduced", ""),
    "not_well_above": ("close", "well above", "low = 255", f'{COMPARED}\nhedge = "well above"', "differs", ""),
    "close_to": ("close", "close to", "value = 276", f'{COMPARED}\nhedge = "close to"', "reproduced", ""),
    "not_close_to": ("close", "close to", "value = 275", f'{COMPARED}\nhedge = "close to"', "differs", ""),
    "clearly_more": ("volatility_ratio_252d", "clearly more", "low = 1.2", f'{COMPARED}\nhedge = "clearly more"', "reproduced", ""),
    "not_clearly_more": ("volatility_ratio_252d", "clearly more", "low = 1.3", f'{COMPARED}\nhedge = "clearly more"', "differs", ""),
    "plainly_ahead": ("relative_ytd", "ahead", "low = 0", COMPARED, "reproduced", ""),
    "not_well_ahead": ("relative_ytd", "well ahead", "low = 0", f'{COMPARED}\nhedge = "well ahead"', "differs", ""),
}  # fmt: skip

# state, day on which it was settled, and what its card says
FORETOLD: dict[str, tuple[str, str | None, str]] = {
    "tide_target": ("open", None, "The highest close of HRBR"),
    "two_meetings": ("failed", "2024-06-27", "The meeting of 26 June 2024 brought no cut"),
    "july_cut": ("came-true", "2024-08-01", "squared 0.090. This is the Brier score"),
    "two_by_august": ("failed", "2024-08-02", "1 cut after 14 June 2024"),  # of fifty
    "one_by_august": ("came-true", "2024-08-02", "1 cut after 14 June 2024"),
    "two_on_balance": ("failed", "2024-09-30", "1 cut after 14 June 2024"),  # two, and a raise
    "one_on_balance": ("came-true", "2024-09-30", "1 cut after 14 June 2024"),
    "yield_stays": ("failed", "2024-07-10", "It broke on 10 July 2024"),
    "yield_stays_lower": ("came-true", "2024-09-13", ""),
    "yield_then": ("came-true", "2024-09-13", ""),
    "ahead": ("came-true", "2024-09-13", "The same result also decides .* in the totals only this one counts"),
    "well_ahead": ("failed", "2024-09-13", "in the totals only “HRBR ahead of SEAS by mid-September” counts"),
    "modestly_ahead": ("came-true", "2024-09-13", "in the totals only “HRBR ahead of SEAS by mid-September” counts"),
    "well_from_august": ("came-true", "2024-09-13", ""),
    "modestly_from_august": ("failed", "2024-09-13", ""),
    "three_years": ("open", None, "No rate: our data before it hold .* not overlap, and a rate takes 10"),
    "storm": ("came-true", "2024-09-13", ""),
    "calm": ("failed", "2024-09-13", ""),
    "fall_in_storm": ("came-true", "2024-09-13", "against that of 14 June 2024"),
    "deep_fall_in_storm": ("failed", "2024-09-13", "against that of 14 June 2024"),  # 12.6 % below its peak of June
    "fall_in_calm": ("unverifiable", None, "Its scenario did not come about"),
    "signal_near": ("failed", "2024-06-24", "From session 1 to 5"),
    "signal_later": ("came-true", "2024-07-16", "From session 5 to 20"),
    "pivots_part": ("unverifiable", None, "In short, over five sessions it .*, over twenty sessions it "),
    "pivots_agree": ("came-true", "2024-08-13", "Over five sessions"),
    "across_the_split": ("came-true", "2024-09-13", r"\$290.00 was reached on 13 September 2024"),
}  # fmt: skip
RELATED = {
    "all_ships": "violated", "load_as_stated": "holds", "load_elsewhere": "violated", "multiples": "violated",
    "multiples_touch": "at the edge", "multiples_unlike": "not comparable",
}  # fmt: skip


def table(key: str) -> str:
    """A claim as facts/*.toml have it."""
    metric, printed, figure, more, *_ = CLAIMS[key]
    given = {"as_of": f"as_of = {DAY}", "cites": "cites = [1]"}
    stated = [line for name, line in given.items() if f"{name} =" not in more]
    text = f'\n[{key}]\ntext = "the claim {key.replace("_", " ")}"\nprinted = "{printed}"\n{figure}\n'
    return text + "\n".join([f'unit = "{UNITS.get(metric, "%")}"\nmetric = "{metric}"', *stated, more, ""])
