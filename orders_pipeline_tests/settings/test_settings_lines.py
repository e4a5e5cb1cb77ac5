"""Lines of keys: found in every way of writing TOML."""

import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orders_pipeline.settings.lines import lines_of

WAYS = [  # the text, and every path in it @ its line
    ("a = 1\nb = 2", "a@1 b@2"),
    ("# a = 1\n\n  a = 1 # b = 2\n", "a@3"),
    ("[t]\n[t.u]\na = 1", "t@1 t/u@2 t/u/a@3"),
    ("[t.u]\n[t]\na = 1", "t@2 t/u@1 t/a@3"),
    ("[ t . 'u|v' ]\n\"a.b\" . c = 1", "t@1 t/u|v@1 t/u|v/a.b@2 t/u|v/a.b/c@2"),
    ("\n[[t]]\na = 1", "t@2 t/a@3"),
    ("a = [\n 1,\n [2, # x\n 3],\n]\nb = 1", "a@1 a/0@2 a/1@3 a/1/0@3 a/1/1@4 b@6"),
    ("a = []\nb = {}\nc = 1", "a@1 b@2 c@3"),
    ("a = { b = 1, c.d = [1], e = {} }\nf = 1", "a@1 a/b@1 a/c@1 a/c/d@1 a/c/d/0@1 a/e@1 f@2"),
    ("a = [\n {b = 1},\n {b = 2}]\nc = 1", "a@1 a/0@2 a/0/b@2 a/1@3 a/1/b@3 c@4"),
    ('a = """\nb = 1\n\\"""\n"""\nc = 1', "a@1 c@5"),
    ("a = '''\n[t]\n'''''\nc = 1", "a@1 c@4"),
    ('a = """x"""""\nc = 1', "a@1 c@2"),
    ('a = "# [ { = \\" "\nc = 1', "a@1 c@2"),
    ("a = '# [ \\'\nc = 1", "a@1 c@2"),
    ("a = 1979-05-27 07:32:00.5\nb = -1.5e+3\nc = 1", "a@1 b@2 c@3"),
    ('"\\u00e9" = 1', "é@1"),
]


@pytest.mark.parametrize(("text", "lines"), WAYS)
def test_a_key_is_found_however_it_is_written(text, lines):
    assert tomllib.loads(text)
    found = {f"{'/'.join(map(str, path))}@{line}" for path, line in lines_of(text).items()}
    assert found == set(lines.split())


KEYS = st.text("ab=#'\"[]{}., é", max_size=4)
WORDS = st.text("ab=#'\"[]{}.,\\\n", max_size=8)


def quoted(text):
    return '"' + "".join(f"\\u{ord(character):04x}" if character in '"\\\n' else character for character in text) + '"'


def row_of(words):
    return "[" + ", ".join(quoted(word) if "'" in word else f"'''\n{word}'''" for word in words) + "]"


@settings(deadline=None)
@given(st.dictionaries(KEYS, st.lists(st.lists(WORDS, max_size=3), max_size=3), max_size=4), st.integers(0, 3))
def test_what_stands_inside_a_value_never_moves_the_lines(document, gap):
    text, expected = "", {}
    for key, rows in document.items():
        text += "\n" * gap
        expected[(key,)] = text.count("\n") + 1
        text += f"{quoted(key)} = [\n" + ", # ]\n".join(row_of(row) for row in rows) + "\n]\n"
    assert tomllib.loads(text) == document
    assert {path: line for path, line in lines_of(text).items() if len(path) == 1} == expected
