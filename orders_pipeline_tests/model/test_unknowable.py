"""The table of what dialects cannot know names real columns, once, and says the same as the columns' own sources."""

import re

import pytest

from orders_pipeline.channels.registry import DIALECTS
from orders_pipeline.model.tables import CANONICAL, ORDERS
from orders_pipeline.model.unknowable import EVERY, UNKNOWABLE, unknowable

NAMES = {"channeladvisor": "REST", "channeladvisor_soap": "SOAP", "channelunity": "CU", "channelape": "CApe"}
HUBS = re.compile(rf"\b({'|'.join(NAMES.values())})\b")


def test_every_dialect_is_in_the_table():
    assert set(UNKNOWABLE) == set(DIALECTS) == set(NAMES)


@pytest.mark.parametrize("channel", UNKNOWABLE)
def test_what_is_listed_is_a_column_that_may_be_null_and_is_listed_once(channel):
    columns = {table.name: {column.name: column for column in table.columns} for table in CANONICAL}
    assert set(UNKNOWABLE[channel]) <= set(columns)
    for table, entries in UNKNOWABLE[channel].items():
        listed = [name for entry in entries for name in sorted(entry.columns)]
        assert len(set(listed)) == len(listed), f"{table}: listed twice"
        assert all(name == EVERY or columns[table][name].is_nullable for name in listed), table
        assert EVERY not in listed or len(listed) == 1, f"{table}: the whole of it, and parts too"


@pytest.mark.parametrize("channel", UNKNOWABLE)
def test_the_sources_of_a_column_name_a_dialect_exactly_where_it_can_know_it(channel):
    differing = []
    for table in CANONICAL:
        missing = unknowable(channel, table.name)
        for column in table.columns if EVERY not in missing else ():
            told = set(HUBS.findall(column.source))
            if told and (NAMES[channel] in told) is (column.name in missing):
                differing.append(f"{table.name}.{column.name}: {column.source}")
    assert [each for each in differing if each.split(":")[0] not in NAMES_OF_OTHERS] == []


# Sources that name a hub's field for what another hub fills by rule.
NAMES_OF_OTHERS = {
    "additional_fields.value",  # ChannelUnity's are members of a JSON, and named as such in `name`
}


@pytest.mark.parametrize("channel", UNKNOWABLE)
def test_every_dialect_knows_its_orders(channel):
    assert EVERY not in unknowable(channel, ORDERS.name)
