"""A load keeps to little memory, and takes more rather than fail."""

import pytest

from orders_pipeline.warehouse import publish, writer
from orders_pipeline_tests.warehouse.making import a_window, an_order

TOO_LITTLE = "30MB"


def limit(warehouse):
    ((told,),) = warehouse.writer.connection.execute("SELECT current_setting('memory_limit')").fetchall()
    return told


@pytest.fixture
def windows():
    """Every order in three versions, of which the second comes last."""
    return [
        a_window([an_order(str(n), updated=version) for n in range(600)], start=15 * place)
        for place, version in enumerate((1, 3, 2))
    ]


def test_a_load_that_needs_more_memory_takes_it_and_loads_the_same(
    warehouse, windows, tmp_path, an_empty_warehouse, monkeypatch
):
    warehouse.load(*windows)
    usual = limit(warehouse)
    expected = warehouse.tables(), warehouse.table("order_versions"), warehouse.table("loads")
    warehouse.close()
    warehouse.directory.joinpath("orders.duckdb").write_bytes(an_empty_warehouse.read_bytes())
    monkeypatch.setattr(writer, "WRITERS_MEMORY", TOO_LITTLE)
    report = warehouse.load(*windows)
    assert report.received == 1800
    assert (warehouse.tables(), warehouse.table("order_versions"), warehouse.table("loads")) == expected
    assert usual == "143.0 MiB"
    assert limit(warehouse).endswith("GiB"), "it was too little, else this shows nothing"


def test_a_publishing_that_needs_more_memory_takes_it(warehouse, windows, monkeypatch):
    warehouse.load(*windows)
    given = []

    def connect(file, *, memory):
        given.append(memory)
        return publish_connect(file, memory=memory)

    publish_connect = publish.connect
    monkeypatch.setattr(publish, "connect", connect)
    monkeypatch.setattr(publish, "WRITERS_MEMORY", "4MB")
    report = warehouse.publish()
    assert given == ["4MB", None], "the first was too little, else this shows nothing"
    assert report.manifest.rows["order_history"] == 1800
    assert warehouse.read("SELECT count(*) FROM orders") == [(600,)]
