"""Writes the answers that the tests compare with, and docs/questions.md, anew: for when a question was changed."""

import os
import tempfile
from pathlib import Path

from typer.testing import CliRunner

from orders_pipeline.cli import app
from orders_pipeline.flows.asking import QUESTIONS
from orders_pipeline_tests.analysts.document import ANSWERS, DOCUMENT, document
from orders_pipeline_tests.analysts.world import an_analysts_world

if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder, an_analysts_world(Path(folder)) as made:
        environ = os.environ | {"ORDERS_PIPELINE_HOME": str(made.home.root)}
        for name in QUESTIONS:
            said = CliRunner().invoke(app, ["ask", name, "--csv"], env=environ)
            (ANSWERS / f"{name}.csv").write_text(said.stdout, "utf-8")
    DOCUMENT.write_text(document(), "utf-8")
