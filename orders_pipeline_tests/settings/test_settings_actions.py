"""`[actions]`: ceilings with safe defaults, all mistakes at once, no money as a float."""

import pickle
from decimal import Decimal

import pytest

from orders_pipeline.settings import BadSettings, Ceilings, parse_settings


def written(section, lines):
    return f"{section()}[actions]\n{lines}\n"


def test_without_the_section_the_ceilings_are_the_defaults(section):
    assert parse_settings(section()).actions == Ceilings()
    assert Ceilings() == Ceilings(steps_per_run=500, money_steps_per_run=100, money_per_day=())


def test_everything_that_can_be_said(section):
    text = written(
        section,
        'steps_per_run = 50\nmoney_steps_per_run = 5\nmoney_per_day = { USD = "5000.00", JPY = 100000, KWD = "1.005" }',
    )
    settings = parse_settings(text)
    assert settings.actions == Ceilings(
        steps_per_run=50,
        money_steps_per_run=5,
        money_per_day=(("JPY", Decimal(100000)), ("KWD", Decimal("1.005")), ("USD", Decimal("5000.00"))),
    )
    assert pickle.loads(pickle.dumps(settings)) == settings
    assert hash(settings) == hash(parse_settings(text))


@pytest.mark.parametrize(
    ("line", "where", "said"),
    [
        ("steps_per_run = 0", "actions.steps_per_run", "whole number"),
        ("money_steps_per_run = 1.5", "actions.money_steps_per_run", "whole number"),
        ("step_per_run = 5", "actions.step_per_run", "Is 'steps_per_run' meant?"),
        ("money_per_day = 5", "actions.money_per_day", "not a table"),
        ('money_per_day = { usd = "5" }', "actions.money_per_day.usd", "not a currency"),
        ("money_per_day = { USD = 5.5 }", "actions.money_per_day.USD", "a number with a fraction"),
        ("money_per_day = { USD = true }", "actions.money_per_day.USD", "not an amount"),
        ('money_per_day = { USD = "5,000" }', "actions.money_per_day.USD", "not an amount"),
        ('money_per_day = { USD = "0" }', "actions.money_per_day.USD", "above zero"),
        ('money_per_day = { USD = "NaN" }', "actions.money_per_day.USD", "Write digits"),
        ('money_per_day = { USD = "1e30" }', "actions.money_per_day.USD", "Write digits"),
        ('money_per_day = { USD = "1_000" }', "actions.money_per_day.USD", "Write digits"),
        ('money_per_day = { USD = "1.005" }', "actions.money_per_day.USD", "finer than"),
        ('money_per_day = { JPY = "1.5" }', "actions.money_per_day.JPY", "finer than"),
    ],
)
def test_a_mistake_is_told_with_its_line_and_place(section, line, where, said):
    with pytest.raises(BadSettings) as bad:
        parse_settings(written(section, line))
    (mistake,) = bad.value.mistakes
    assert (mistake.where, said in f"{mistake.what} {mistake.remedy}", mistake.line) == (
        where,
        True,
        written(section, line).count("\n"),
    )
