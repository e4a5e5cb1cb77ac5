"""Whatever a file holds: settings or BadSettings, never another error, and never a value in the message."""

from hypothesis import given, settings
from hypothesis import strategies as st

from orders_pipeline.settings import BadSettings, parse_settings
from orders_pipeline.settings.dialects import DIALECTS
from orders_pipeline.settings.elsewhere import ACCOUNT_KEYS, SECRETS

CANARY = "Tr0ub4dor"

FRAGMENTS = st.sampled_from(
    [
        "[accounts.a]\n",
        "[accounts",
        "]",
        "{",
        "}",
        "=",
        ",",
        "\n",
        '"',
        "'''",
        "#",
        "a",
        ".",
        "1",
        "0xFF",
        "2026-01-01",
        "nan",
    ]
    + [f"{key} = " for key in ACCOUNT_KEYS]
    + [f'"{channel}"\n' for channel in DIALECTS]
)

TIMES = ["2026-01-01", "0001-01-01", "9999-12-31", "07:32:00", "1979-05-27T07:32:00Z"]
TEXTS = [
    "",
    "a",
    "b/1",
    "on",
    CANARY,
    f"a/{CANARY}",
    f"{CANARY}\\n",
    f"https://{CANARY}@h",
    f"http://{CANARY}?{CANARY}",
]
SCALARS = st.one_of(
    st.integers().map(str),
    st.just(hex(2**14000)),
    st.sampled_from(["true", "nan", "inf", "1.5", *TIMES]),
    st.sampled_from([*TEXTS, *DIALECTS]).map('"{}"'.format),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]"),
        st.dictionaries(st.sampled_from([*SECRETS, "ship", "concurrent", "a"]), inner, max_size=3).map(
            lambda table: "{" + ", ".join(f"{key} = {value}" for key, value in table.items()) + "}"
        ),
    ),
    max_leaves=5,
)
SECTIONS = st.dictionaries(st.sampled_from([*ACCOUNT_KEYS, *SECRETS, "other"]), VALUES, max_size=8).map(
    lambda keys: "".join(f"{key} = {value}\n" for key, value in keys.items())
)


def told(text):
    try:
        parse_settings(text)
    except BadSettings as bad:
        return f"{bad} {bad!r}"
    return ""


@settings(deadline=None)
@given(st.binary(max_size=80).map(lambda raw: raw.decode("utf-8", "replace")))
def test_any_text_is_settings_or_bad_settings(text):
    told(text)


@settings(deadline=None)
@given(st.lists(FRAGMENTS, max_size=30).map("".join))
def test_any_pieces_of_toml_are_settings_or_bad_settings(text):
    told(text)


@settings(max_examples=50, deadline=None)
@given(SECTIONS, SECTIONS)
def test_any_values_are_settings_or_bad_settings_and_are_never_repeated(one, other):
    assert CANARY not in told(f"[accounts.a]\n{one}[accounts.b]\n{other}")


@settings(deadline=None)
@given(st.integers(0, 400), st.text("a1\"'[]{}=.,#\n\x00é", max_size=3))
def test_a_file_cut_or_broken_anywhere_is_settings_or_bad_settings(section_text, at, put):
    told(section_text[:at] + put)
    told(section_text[:at] + put + section_text[at:])
