"""Drinks as people type them, and the caffeine in them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.causes.made_up import DAY
from twitchcam.causes.answers import facts_of
from twitchcam.causes.drinks import CaffeineFound, find_caffeine
from twitchcam.causes.knowledge import shipped_knowledge

KNOWLEDGE = shipped_knowledge()


@pytest.mark.parametrize(
    ("typed", "mg"),
    [
        ([], 0),
        (["none"], 0),
        (["3 coffees"], 288),
        (["3 coffees + 2 energy drinks"], 288 + 2 * 79),
        (["a coffee AND 2 colas"], 96 + 66),
        (["a dozen coffees"], 12 * 96),
        (["half a dozen coffees"], 6 * 96),
        (["half a cola"], 16.5),
        (["2 x 474 ml cola"], 132),
        (["two cans of 474 ml cola"], 132),
        (["1,000 ml cola"], 1000 / 474 * 66),
        (["1,5 l cola"], 1500 / 474 * 66),
        (["every 2 days a coffee", "2 coffees every other day"], 48 + 96),
        (["coffee"], 96),
        (["a coffee", "two espressos"], 222),
        (["1-2 coffees"], 144),
        (["2 x Green Tea"], 58),
        (["0.5 energy drink"], 39.5),
        (["1,5 colas"], 49.5),
        (["474 ml cola"], 66),
        (["1 litre of cola"], 139.2),
        (["3 decaf coffees"], 6),
        (["2 peppermint teas"], 0),
        (["1 large energy drink"], 167),
        (["200 mg caffeine tablet"], 200),
        (["2 x 200 mg caffeine tablets"], 400),
        (["energy drink with 160 mg"], 160),
        (["a coffee at 8"], 96),
        (["2 coffees before 12:30"], 192),
        (["I do not drink coffee", "never tea"], 0),
        (["around 3 coffees a day"], 288),
        (["a coffee at 8 in the morning", "coffee at 10 with milk"], 192),
        (["coffee around 8 am"], 96),
        (["coffee 95 mg at 8", "caffeine tablet 200 mg at 8:30"], 295),
        (["around 500 ml cola"], 69.6),
        (["a coffee an hour after waking"], 96),
        (["never more than 3 coffees"], 288),
        (["3 coffees, never after 4"], 288),
        (["2 coffees, don't drink tea"], 192),
        (["2 caffeine tablets 200 mg"], 400),
        (["2 energy drinks with 160 mg each"], 320),
    ],
)
def test_caffeine(typed: list[str], mg: float) -> None:
    found = find_caffeine(typed, KNOWLEDGE.drinks)
    assert found.mg_per_day == pytest.approx(mg, rel=0.01)
    assert found.unknown == ()


def test_unknown_drinks_are_said_to_be_unknown() -> None:
    found = find_caffeine(["3 coffees", "2 yerba zzz"], KNOWLEDGE.drinks)
    assert found.unknown == ("2 yerba zzz",)
    assert found.mg_per_day == pytest.approx(288)


@pytest.mark.parametrize(
    ("typed", "least_mg"),
    [("25 coffees", 1900), ("thirty coffees", 1900), ("30 caffeine tablets", 3900)],
)
def test_more_than_is_believed_counts_as_far_as_it_is(typed: str, least_mg: float) -> None:
    """Or more would be less urgent."""
    found = find_caffeine([typed], KNOWLEDGE.drinks)
    assert found.mg_per_day >= least_mg
    assert found.unknown == (typed,)


@pytest.mark.parametrize(
    ("typed", "mg"),
    [
        ("2 g caffeine tablet", 2000),
        ("caffeine 200 mg", 200),
        ("2 coffees with 5 g sugar", 192),
        ("30 g coffee", 96),
        ("three coffees a day", 288),
        ("coffee twice a day", 192),
        ("one or two coffees", 144),
        ("2 coffees twice a day", 384),
        ("1 can of cola three times daily", 99),
        ("2 coffees 2-3 times a day", 480),
        ("2 coffees once a week", 192 / 7),
        ("coffee once or twice a day", 144),
        ("2 coffees once or twice a day", 288),
        ("7 coffees a week", 96),
        ("1\u00bd coffees", 144),
        ("1/2 l cola", 70),
        ("12 fl oz coke", 49),
        ("33cl cola", 46),
        ("red bull 250 ml x 4", 333),
        ("coffee at 8 and 10", 96),
        ("coffee at 8, 10, and 12", 96),
        ("8 teas with milk", 384),
        ("never coffee but 5 red bulls", 395),
        ("I don't drink much, 2 coffees", 192),
        ("used to drink 5 coffees", 0),
        ("lots of water", 0),
        ("no more than 2 coffees", 192),
        # Several in one text.
        ("2 coffees per day and 3 per week", 2 * 96 + 3 * 96 / 7),
        ("8 coffees a day and 1 more each week", 8 * 96 + 96 / 7),
        ("4 coffees in the morning and 4 in the afternoon", 8 * 96),
        ("1 coffee in the morning, 1 at noon, and 2 in the evening", 4 * 96),
        ("2 coffees at breakfast and 1 after lunch", 3 * 96),
        ("3 coffees 2 monsters", 3 * 96 + 2 * 167),
        ("2 red bulls, 2 monsters, 3 coffees", 2 * 79 + 2 * 167 + 3 * 96),
        ("2 coffees, 1,5 l cola", 2 * 96 + 1500 / 474 * 66),
        ("500 ml cola and 2 coffees", 500 / 474 * 66 + 2 * 96),
        ("1,200 mg caffeine", 1200),
        ("20 energy drinks 500 ml", 20 * 500 / 237 * 79),
        ("2 cans of red bull 250 ml", 2 * 250 / 237 * 79),
        ("four 250ml red bulls", 4 * 250 / 237 * 79),
        ("sixteen coffees", 16 * 96),
        ("I am at 12 coffees a day", 12 * 96),
        ("coke zero", 33),
        ("10 coffees a day, 7 days a week", 10 * 96),
        ("3 monster energy drinks", 3 * 167),
        ("coffee, 3 cups", 3 * 96),
        ("2 coffees between 8 and 10", 2 * 96),
        ("coffee and 2 sugars", 96),
        ("zero coffees", 0),
    ],
)
def test_as_people_type_it(typed: str, mg: float) -> None:
    found = find_caffeine([typed], KNOWLEDGE.drinks)
    assert found.mg_per_day == pytest.approx(mg, rel=0.01)
    assert found.unknown == ()


@pytest.mark.parametrize(
    "time",
    [
        *("until 5", "until 5.", "until about 5", "until 5 usually", "until 5 at the latest"),
        *("until 5 but no later", "until 5 (then water)", "until 5-6", "until 5 or 6", "til 5"),
        *("until half past five", "until half 5", "until quarter to 5", "until 17.30", "since 5"),
        *("until 3 pm", "until 3 p.m.", "until 3p.m.", "until 5 or 6 pm", "up to 5 pm", "5 pm"),
        *("until 12 noon", "until five o'clock", "past 5 pm", "about 8 am", "at around 8"),
        *("from 8 until 5", "from 8 till 5 pm", "from 8 am to 5 pm"),
    ],
)
def test_a_time_of_day_is_no_number(time: str) -> None:
    assert find_caffeine([f"2 coffees {time}"], KNOWLEDGE.drinks) == CaffeineFound(192, ())
    assert find_caffeine([f"coffee {time}, 2 colas"], KNOWLEDGE.drinks) == CaffeineFound(162, ())


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        *(
            ("up to 5 coffees", 5),
            ("until 5 coffees are drunk", 5),
            ("coffee: I am at 12 a day", 12),
        ),
        *(("coffee: I'm at around 12", 12), ("coffee: up to 6", 6), ("3 coffees until 5", 3)),
    ],
)
def test_a_number_is_no_time_of_day(typed: str, number: int) -> None:
    assert find_caffeine([typed], KNOWLEDGE.drinks) == CaffeineFound(number * 96, ())


def test_a_word_for_much_does_not_make_it_less() -> None:
    found = find_caffeine(["15 coffees all day"], KNOWLEDGE.drinks)
    assert (found.mg_per_day, found.unknown) == (1440, ("15 coffees all day",))


@pytest.mark.parametrize(
    ("typed", "least_mg"),
    [
        ("1000 coffees", 1920),
        ("red bull 250", 83.3),
        ("coffee 250", 101),
        ("30 l cola", 1650),
        ("60 caffeine tablets 200 mg", 4000),
        ("a pot of coffee", 96),
        ("coffee all day", 96),
        ("coffee 2 3", 192),
        # Beside a volume, numbers that are left leave it open.
        ("1 l cola 2 3", 139),
        ("500 ml red bull 250", 167),
        *(("1 l coffee (4 cups)", 405), ("1 l coffee in 4 mugs", 405)),
        *(("12 20 oz coffees x 3", 12 * 240), ("500 ml cola 3 cups", 70)),
        ("500 ml cola 3 times by 2 people", 3 * 70),
    ],
)
def test_of_numbers_that_cannot_be_told_only_so_much_counts(typed: str, least_mg: float) -> None:
    found = find_caffeine([typed], KNOWLEDGE.drinks)
    assert found.unknown == (typed,)
    assert found.mg_per_day == pytest.approx(least_mg, rel=0.01)


@pytest.mark.parametrize(
    ("typed", "times"),
    [
        *(("20 oz coffee x 6", 6), ("20 oz coffee 6 times a day", 6), ("6 x 20 oz coffee", 6)),
        *(("20oz coffee 6x", 6), ("20 oz coffee twice a day", 2), ("20 oz coffee, x 2", 2)),
        *(("20 oz coffee 2-3 times", 3), ("2 to 4 20 oz coffees", 4), ("20 oz coffee, 6x", 6)),
        *(("one 20 oz coffee 3 times", 3), ("half a 20 oz coffee x 3", 1.5)),
        *(("20 oz coffee with 2 sugars", 1), ("20 oz coffee zero sugar 3 times", 3)),
        *(("20 oz coffee at 8", 1), ("coffee (20 oz) 3 times a day", 3)),
    ],
)
def test_a_volume_counts_as_often_as_it_is_said(typed: str, times: float) -> None:
    found = find_caffeine([typed], KNOWLEDGE.drinks)
    assert found.mg_per_day == pytest.approx(times * 20 * 29.6 / 237 * 96)
    assert found.unknown == ()


@given(
    st.sampled_from(["coffees", "red bulls", "colas", "caffeine tablets"]),
    st.integers(1, 200),
    st.sampled_from(["", " a day", " per week", " in the morning"]),
    st.integers(1, 200),
    st.sampled_from(
        ["", " more", " per week", " at night", " colas", " zzz", " ml cola", " sugars"]
    ),
)
def test_more_is_never_less(drink: str, some: int, how: str, more: int, how_more: str) -> None:
    typed = f"{some} {drink}{how}"
    alone = find_caffeine([typed], KNOWLEDGE.drinks).mg_per_day
    assert find_caffeine([f"{typed} and {more}{how_more}"], KNOWLEDGE.drinks).mg_per_day >= alone
    assert find_caffeine([f"{some + more} {drink}{how}"], KNOWLEDGE.drinks).mg_per_day >= alone


@pytest.mark.parametrize(
    "typed",
    [
        *("coffee every hour", "a coffee an hour", "3 cups of coffee per hour", "coffee nonstop"),
        *("a coffee every hour from 7am to 7pm", "a coffee each hour before lunch"),
        *("a coffee every 30 minutes", "loads of coffee", "3 triple espressos"),
    ],
)
def test_nobody_knows_how_often_that_is(typed: str) -> None:
    found = find_caffeine([typed], KNOWLEDGE.drinks)
    assert found.unknown == (typed,)
    assert found.mg_per_day < 300


@pytest.mark.parametrize(
    "typed",
    [
        *("caffeine-free coke", "4 coffees without caffeine", "decaffeinated tea", "caffeine free"),
        *("no caffeine", "3 decaf", "3 decaffeinated", "4 coffees decaf", "earl grey (decaf)"),
        *("4 coffees - decaf", "4 coffees: all decaf", "4 coffees a day (decaf)", "3 teas decaf"),
        *("4 coffees, decaf", "4 cups of coffee, all decaffeinated", "4 coffees a day, only decaf"),
        *("4 Kaffee entkoffeiniert", "4 coffees but decaf", "4 coffees decaf every day"),
        *("decaf black coffee", "decaf latte macchiato", "3 decaf instead of coffee"),
    ],
)
def test_without_caffeine(typed: str) -> None:
    found = find_caffeine([typed], KNOWLEDGE.drinks)
    assert found.mg_per_day < 10
    assert found.unknown == ()


@pytest.mark.parametrize(
    "typed",
    [
        *("6 coffees but no caffeine after 2 pm", "6 coffees then decaf", "6 coffees or decaf"),
        *("6 coffees without caffeine after 5 pm", "cannot do without caffeine: 6 coffees"),
        *("6 coffees no decaf", "6 coffees with decaf in the evening", "6 coffees, not decaf"),
        *("6 coffees (decaf after 2 pm)", "6 coffees decaf at night", "6 coffees decaf or regular"),
        *(
            "6 coffees but decaf in the evening",
            "6 coffees or herbal tea",
            "6 coffees then mint tea",
        ),
        *("12 teas then decaf", "12 teas or decaf coffee"),
    ],
)
def test_a_side_remark_takes_nothing_away(typed: str) -> None:
    assert find_caffeine([typed], KNOWLEDGE.drinks).mg_per_day == 6 * 96


@pytest.mark.parametrize(
    ("typed", "mg"),
    [
        (["6 coffees, decaf in the evening"], 6 * 96 + 2),
        (["6 coffees, decaf after lunch"], 6 * 96 + 2),
        (["6 coffees but decaf in the evening and 2 teas"], 6 * 96 + 2 * 48),
        (["6 coffees and decaf"], 6 * 96 + 2),
        (["4 coffees decaf and 2 teas"], 4 * 2 + 2 * 48),
        (["coffee, tea, decaf"], 96 + 48 + 2),
        (["11 coffees", "decaf"], 11 * 2),
        (["11 coffees", "2 teas", "decaf"], 11 * 96 + 2 * 48 + 2),
    ],
)
def test_only_what_is_said_to_be_decaf_is(typed: list[str], mg: float) -> None:
    found = find_caffeine(typed, KNOWLEDGE.drinks)
    assert found.mg_per_day == pytest.approx(mg)
    assert found.unknown == ()


@pytest.mark.parametrize(
    "typed",
    [
        *("no sugar red bull all day", "never a day without coffee", "keine Ahnung, viel Kaffee"),
        *("no idea, lots of coffee", "no-name cola", "never without my coffee", "no tea coffee"),
        "I don't drink much coffee",
    ],
)
def test_what_denies_no_drink_makes_nothing_zero(typed: str) -> None:
    found = find_caffeine([typed], KNOWLEDGE.drinks)
    assert found.unknown == (typed,)
    assert found.mg_per_day > 30


@pytest.mark.parametrize(
    "typed",
    [
        *("no coffee", "no coffee or tea", "no green tea or coffee", "neither coffee nor tea"),
        *("I don't drink any coffee", "I never drink coffee", "stopped drinking coffee"),
        *("used to drink 5 coffees a day", "no longer drink coffee", "no coffee for 3 weeks"),
        *("not drinking coffee", "I'm not a coffee drinker", "ich trinke keinen Kaffee"),
        *("gave up coffee", "no more coffee", "no coffee at all", "nothing with caffeine"),
        *("no drinks with caffeine", "haven't had a coffee in years"),
        # Teas that hold none.
        *("9 mint teas", "10 fennel teas", "8 roibos teas", "3 red bush teas", "ginger tea"),
        *("3 lemon and ginger teas", "ginger and lemon tea", "hibiscus tea", "2 sage teas"),
        *("nettle tea", "rosehip tea", "fruit teas", "4 cups of tea (herbal)", "tea - camomile"),
        *("2 Pfefferminztee", "3 Kräutertee", "Früchtetee", "4 cups of Twinings peppermint tea"),
    ],
)
def test_what_is_not_drunk_or_holds_no_caffeine(typed: str) -> None:
    assert find_caffeine([typed], KNOWLEDGE.drinks) == CaffeineFound(0, ())


@pytest.mark.parametrize(
    ("typed", "mg"),
    [
        ("quit smoking, 6 coffees a day", 6 * 96),
        ("used to drink 5 coffees a day, now 2", 2 * 96),
        ("no coffee but 2 teas", 2 * 48),
        ("no red bull but 2 coffees", 2 * 96),
        ("no coffee today but usually 5", 5 * 96),
        ("gave up coffee for lent, usually 6", 6 * 96),
        ("no alcohol, 3 coffees", 3 * 96),
        ("stopped at 3 coffees", 3 * 96),
    ],
)
def test_what_is_drunk_instead(typed: str, mg: float) -> None:
    assert find_caffeine([typed], KNOWLEDGE.drinks) == CaffeineFound(mg, ())


@pytest.mark.parametrize(
    ("typed", "mg"),
    [
        ("2 energy drinks a month", 2 * 79 / 30),
        ("2 energy drinks per month", 2 * 79 / 30),
        ("2 energy drinks monthly", 2 * 79 / 30),
        ("an energy drink every month", 79 / 30),
        ("an energy drink every 2-3 months", 79 / 60),
        ("coffee twice a month", 2 * 96 / 30),
        ("6 coffees a fortnight", 6 * 96 / 14),
        ("fortnightly 6 coffees", 6 * 96 / 14),
        ("2 coffees every 2 weeks", 2 * 96 / 14),
        ("2 coffees every other week", 2 * 96 / 14),
        ("2 coffees/week", 2 * 96 / 7),
        ("4 energy drinks every weekend", 4 * 79 / 7),
        ("coffee every third day", 96 / 3),
        ("3 coffees every few days", 96),
        ("coffee every couple of days", 48),
        ("10 coffees a day, 5 days a week", 10 * 96 * 5 / 7),
        ("2 coffees per day and 3 per month", 2 * 96 + 3 * 96 / 30),
        ("8 coffees a day this month", 8 * 96),
        ("8 coffees since a month ago", 8 * 96),
        ("a quarter of a litre of cola", 33),
    ],
)
def test_amounts_of_longer_than_a_day(typed: str, mg: float) -> None:
    found = find_caffeine([typed], KNOWLEDGE.drinks)
    assert found.mg_per_day == pytest.approx(mg, rel=0.06)
    assert found.unknown == ()


@pytest.mark.parametrize(
    "typed",
    [
        # Of a time that tells nothing of a day.
        *("2 energy drinks a year", "2 energy drinks per quarter", "bi-weekly a coffee"),
        "yearly a cola",
        # Teas of an unknown kind.
        *("2 zzz teas", "bubble tea", "8 cups of zzz tea", "white tea"),
        # Only somewhat alike.
        *("6 toffees", "express", "zzzee", "4 cafes"),
        # Not at times is not never.
        *("no coffee after lunch", "no coffee after 4", "never coffee at night"),
        *("I don't drink coffee every day", "no coffee in the evening"),
    ],
)
def test_what_may_be_much_or_nothing_is_unknown(typed: str) -> None:
    assert find_caffeine([typed], KNOWLEDGE.drinks) == CaffeineFound(0, (typed,))


def test_a_tea_of_an_unknown_kind_takes_nothing_from_others() -> None:
    found = find_caffeine(["3 coffees and 2 zzz teas"], KNOWLEDGE.drinks)
    assert found == CaffeineFound(3 * 96, ("2 zzz teas",))


@pytest.mark.parametrize(
    "typed",
    [
        *(
            "2 teas",
            "2 strong teas",
            "2 cups of tea",
            "two large mugs of hot tea",
            "a couple of teas",
        ),
        *("2 mugs of builder's tea", "2 Yorkshire teas", "2 cups of English breakfast tea"),
        *("2 black teas", "2 lemon teas", "2 Darjeeling teas", "about 2 nice cups of tea"),
        *("2 teas (with milk)", "tea: 2 cups"),
    ],
)
def test_black_tea_in_other_words(typed: str) -> None:
    assert find_caffeine([typed], KNOWLEDGE.drinks) == CaffeineFound(96, ())


@pytest.mark.parametrize(
    "typed",
    [
        *("12 coffees (decaf makes me sick)", "12 coffees decaf doesn't work"),
        *("12 coffees decaf occasionally", "12 coffees decaf weekends", "12 coffees decaf no"),
        *("12 coffees - decaf tea", "12 coffees with no caffeine pills"),
        *("12 coffees after english breakfast", "12 coffees with a full english breakfast"),
        *("12 mugs of ceylon coffee", "12 coffees or green tea"),
    ],
)
def test_beside_something_else_coffee_counts_in_full(typed: str) -> None:
    assert find_caffeine([typed], KNOWLEDGE.drinks) == CaffeineFound(12 * 96, ())


@pytest.mark.parametrize(
    "remark", ["decaf after 6", "decaf in the evening", "(decaf at night)", "decaf at 8"]
)
def test_a_time_of_day_is_not_lost_beside_another_drink(remark: str) -> None:
    found = find_caffeine([f"12 coffees {remark} and 2 colas"], KNOWLEDGE.drinks)
    assert found == CaffeineFound(12 * 96 + 2 * 33, ())


@pytest.mark.parametrize(
    "typed",
    ["30 teas (camomile at night)", "30 teas - camomile sometimes", "30 cups tea - herbal after 6"],
)
@pytest.mark.parametrize(("beside", "mg"), [("", 0), (" and 2 coffees", 192)])
def test_a_tea_that_is_herbal_at_times_is_a_tea(typed: str, beside: str, mg: float) -> None:
    found = find_caffeine([f"{typed}{beside}"], KNOWLEDGE.drinks)
    assert found.mg_per_day == 20 * 48 + mg
    assert len(found.unknown) == 1
    few = find_caffeine([f"{typed}{beside}".replace("30", "9")], KNOWLEDGE.drinks)
    assert few.mg_per_day == 9 * 48 + mg
    assert len(few.unknown) == 1


@pytest.mark.parametrize(
    ("repeated", "more_mg"),
    [
        *((filler, 0) for filler in ("1.1.", "1,", "and ", "(", "a, ")),
        ("2 coffees, ", 17 * 2 * 96),
        # The last, "decafx", is near enough.
        ("decaf, ", 27 * 2),
    ],
)
def test_a_long_text_is_read(repeated: str, more_mg: float) -> None:
    """In the time the tests have, and to its end."""
    found = find_caffeine([f"4 coffees, {repeated * 200}"[:198] + "x!"], KNOWLEDGE.drinks)
    assert found.mg_per_day == 4 * 96 + more_mg


def test_unknown_drinks_can_only_add() -> None:
    def caffeine(*drinks: str) -> object:
        facts = facts_of({"drinks": drinks}, KNOWLEDGE, DAY)
        return facts.known.get("caffeine_mg")

    assert caffeine("1 coffee") == 96
    assert caffeine("1 coffee", "zzz") is None
    assert caffeine("5 coffees", "zzz") == 480


def test_a_known_amount_of_caffeine_counts_instead_of_the_drinks() -> None:
    facts = facts_of({"drinks": ("1 coffee",), "caffeine_mg": 900.0}, KNOWLEDGE, DAY)
    assert facts.known["caffeine_mg"] == 900


@pytest.mark.parametrize(
    ("typed", "least_mg", "unknown"),
    [
        ("12 coffees a day and a chocolate bar a week", 12 * 96, "a chocolate bar a week"),
        ("3 coffees and 5 red bulls and 2 zzz", 3 * 96 + 5 * 79, "2 zzz"),
        ("twenty-five coffees", 20 * 96, "twenty-five coffees"),
    ],
)
def test_what_is_known_counts_beside_what_is_not(typed: str, least_mg: float, unknown: str) -> None:
    found = find_caffeine([typed], KNOWLEDGE.drinks)
    assert found.mg_per_day == pytest.approx(least_mg, rel=0.01)
    assert found.unknown == (unknown,)


@pytest.mark.parametrize("typed", ["n/a", "-", "nope", "never", "don't drink any"])
def test_none_in_other_words_is_no_drink_that_is_not_known(typed: str) -> None:
    found = find_caffeine([typed], shipped_knowledge().drinks)
    assert (found.mg_per_day, found.unknown) == (0, ())


@pytest.mark.parametrize(
    ("typed", "cups_a_week"),
    [
        (["10 cups coffee on weekdays, 2 on weekends"], 54),
        (["5 coffees during the week, 8 on weekends"], 41),
        (["8 coffees on workdays", "6 coffees on weekends"], 52),
        (["coffee: weekdays 5, weekends 8"], 41),
        (["5 coffees Monday to Friday"], 25),
        (["3 coffees, not on weekends"], 15),
        (["3 coffees but none on weekends"], 15),
        (["2 coffees a day and 3 more on weekends"], 20),
        (["3 coffees a day at the weekend"], 6),
        (["3 coffees every weekend"], 3),
    ],
)
def test_parts_of_the_week_are_shared_out_over_its_days(
    typed: list[str], cups_a_week: float
) -> None:
    """Added up as if of every day, they would make a false emergency of a racing heart."""
    found = find_caffeine(typed, KNOWLEDGE.drinks)
    assert found.mg_per_day == pytest.approx(cups_a_week * 96 / 7)
    assert found.unknown == ()


@pytest.mark.parametrize(
    ("typed", "cups_a_week"),
    [
        ("3 coffees daily, 6 on weekends", 27),
        ("3 coffees (6 on weekends)", 27),
        ("3 coffees - 6 on weekends", 27),
        ("2-4 coffees (5-7 at the weekend)", 27),
        ("3 coffees daily, but 6 at the weekend", 27),
        ("3 coffees, 6 coffees on weekends", 27),
        ("2 coffees in the morning, 1 at noon, 6 on weekends", 27),
        ("3 coffees daily, weekends 6", 27),
        ("3 coffees a day, none on weekends", 15),
        ("3 coffees a day, but nothing on weekends", 15),
        ("3 coffees on weekdays, none on weekends", 15),
        ("3 coffees, 2 on weekdays, 6 on weekends", 22),
        ("3 coffees, 2 extra on weekends", 25),
        ("3 coffees, another on weekends", 23),
        ("3 coffees, 2 at breakfast on weekends", 25),
        ("3 coffees, 2 on weekends in the morning", 25),
        ("3 coffees plus 2 on weekends", 25),
    ],
)
def test_what_is_had_on_some_days_instead_takes_them_from_the_others(
    typed: str, cups_a_week: float
) -> None:
    """Whether it is typed as one, or the interview parts it at its commas."""
    for texts in ([typed], typed.split(", ")):
        found = find_caffeine(texts, KNOWLEDGE.drinks)
        assert found.mg_per_day == pytest.approx(cups_a_week * 96 / 7)
        assert found.unknown == ()


@pytest.mark.parametrize(
    ("typed", "mg"),
    [
        ("3 coffees, a cola on weekends", 3 * 96 + 33 * 2 / 7),
        ("3 coffees, 2 teas, 6 on weekends", 3 * 96 + (2 * 5 + 6 * 2) * 48 / 7),
        ("2 coffees, 6", 8 * 96),
        ("250 ml red bull, 3 cans", 3 * 250 / 237 * 79),
        ("3 cans of red bull, 250 ml", 3 * 250 / 237 * 79),
        ("red bull, 500 ml", 500 / 237 * 79),
        ("20 oz coffee, 6x", 6 * 20 * 29.6 / 237 * 96),
    ],
)
def test_a_text_without_a_drink_goes_with_the_one_before(typed: str, mg: float) -> None:
    for texts in ([typed], typed.split(", ")):
        found = find_caffeine(texts, KNOWLEDGE.drinks)
        assert found.mg_per_day == pytest.approx(mg)
        assert found.unknown == ()


def test_how_often_another_drink_is_had_is_not_said_of_this_one() -> None:
    found = find_caffeine(["20 oz coffee, 2 x zzz"], KNOWLEDGE.drinks)
    assert found.mg_per_day == pytest.approx(240, rel=0.01)
    assert found.unknown == ("2 x zzz",)


@pytest.mark.parametrize("typed", [["3 coffees", "zzz", "6 on weekends"], ["none", "6"]])
def test_it_does_not_go_with_one_further_back(typed: list[str]) -> None:
    assert find_caffeine(typed, KNOWLEDGE.drinks).unknown == (", ".join(typed[1:]),)


@pytest.mark.parametrize(
    ("typed", "mg"),
    [
        *(("15 coffes", 15 * 96), ("2 cofee", 192), ("10 coffies", 960), ("5coffees", 480)),
        *(("redbulls", 79), ("4 energydrinks", 4 * 79), ("6 capuccinos", 6 * 63)),
        *(("2 expressos", 126), ("10 cups of instant", 620), ("3cups coffee", 288)),
        *(("pro plus", 50), ("2 pro plus and a coffee", 196), ("caffine tablets", 200)),
        ("coffee every 3rd day", 32),
    ],
)
def test_drinks_are_read_as_people_spell_them(typed: str, mg: float) -> None:
    found = find_caffeine([typed], KNOWLEDGE.drinks)
    assert found.mg_per_day == pytest.approx(mg)
    assert found.unknown == ()


@pytest.mark.parametrize(
    "said",
    [
        *(", also on weekends", ", even at the weekend", " every day including weekends"),
        *(" a day, weekends too", " (weekends fewer)", " a day, more on weekends"),
        " a day, particularly during the week",
    ],
)
def test_what_is_drunk_on_other_days_as_well_is_of_every_day(said: str) -> None:
    found = find_caffeine([f"12 coffees{said}"], KNOWLEDGE.drinks)
    assert found == CaffeineFound(12 * 96, ())


def test_of_parts_of_the_week_with_one_number_no_more_is_certain() -> None:
    typed = "2 coffees on weekdays and weekends"
    assert find_caffeine([typed], KNOWLEDGE.drinks).unknown == (typed,)


def test_how_strong_they_are_is_not_how_many() -> None:
    assert find_caffeine(["200 mg caffeine tablets, 6"], KNOWLEDGE.drinks) == CaffeineFound(
        1200, ()
    )
