"""A hub for a test to write answers for, and a client for it."""

import pytest

from orders_pipeline.channels.channelunity.client import connect
from orders_pipeline_tests.channels.channelunity.hub import Hub, connection, running


@pytest.fixture
def hub():
    with running(Hub()) as there:
        yield there


@pytest.fixture
def client(hub, tmp_path):
    """Of subscription 12, three orders a page."""
    made = connect(connection(hub, tmp_path, page_orders="3"))
    yield made
    made.close()
