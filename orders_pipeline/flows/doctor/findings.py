"""What an examination finds: how grave it is, where, a plain sentence, and what to do next. Plain data."""

from enum import IntEnum

import msgspec


class Severity(IntEnum):
    """The values are exit codes, as Nagios and its kin read them."""

    WELL = 0
    WARNING = 1  # look at it when there is time: orders still come in, and come in right
    TROUBLE = 2  # orders do not come in, or readers do not see them, until a person does something


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """`code` names the kind of finding for machines and never changes its meaning.

    area: an account, or a part of the home. sentence and next: for people, without secrets or personal data; `next` is
    a command or an edit.
    """

    severity: Severity
    code: str
    area: str
    sentence: str
    next: str

    @property
    def key(self) -> str:
        """The same for the same trouble, whatever numbers its sentence holds."""
        return f"{self.area}: {self.code}"


def warning(code: str, area: str, sentence: str, next_step: str) -> Finding:
    return Finding(severity=Severity.WARNING, code=code, area=area, sentence=sentence, next=next_step)


def trouble(code: str, area: str, sentence: str, next_step: str) -> Finding:
    return Finding(severity=Severity.TROUBLE, code=code, area=area, sentence=sentence, next=next_step)
