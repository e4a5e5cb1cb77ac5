"""`[alerts]` of accounts.toml: who is told when something fails. Off unless it is written; nothing is sent here.

The address of a webhook and the credentials of a mail server stand in environment variables: whoever knows them can
write in our name.
"""

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal, get_args

from orders_pipeline.settings.base_url import is_host, is_loopback, shown_url
from orders_pipeline.settings.mistakes import Problem, Wrong, wrong
from orders_pipeline.settings.section import Section
from orders_pipeline.settings.values import duration, kind, one_of, text, variable

Tls = Literal["starttls", "tls", "none"]
TLS: tuple[Tls, ...] = get_args(Tls)

NEEDED_FOR_MAIL = {
    "mail_to": 'mail_to = ["ops@example.com"]',
    "mail_from": 'mail_from = "orders-pipeline@example.com"',
    "smtp": 'smtp = "smtp.example.com:587"',
}
MAIL = (*NEEDED_FOR_MAIL, "smtp_tls", "smtp_user", "smtp_password")
KEYS = ("webhook", *MAIL, "repeat_after", "ui")
LONGEST_SILENCE = timedelta(days=7)
ADDRESS = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63})*")


@dataclass(frozen=True, kw_only=True, slots=True)
class Mail:
    """Who is written to, and by which server. user and password: NAMES of environment variables; both or none."""

    to: tuple[str, ...]
    sender: str
    host: str
    port: int
    tls: Tls = "starttls"
    user: str | None = None
    password: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Alerts:
    """webhook: the NAME of the environment variable that holds its address. ui: where people open Dagster.

    The same failure is told again when it still lasts after `repeat_after`.
    """

    webhook: str | None = None
    mail: Mail | None = None
    repeat_after: timedelta = timedelta(hours=6)
    ui: str | None = None

    @property
    def are_off(self) -> bool:
        return self.webhook is None and self.mail is None

    @property
    def secrets(self) -> dict[str, str]:
        """Which variable holds which secret, by the key of `[alerts]`."""
        mail = self.mail
        named = {"webhook": self.webhook, "smtp_user": mail and mail.user, "smtp_password": mail and mail.password}
        return {key: variable_name for key, variable_name in named.items() if variable_name}


def read_alerts(section: Section) -> Alerts:
    """Only as good as the section's report says."""
    section.refuse_others(KEYS, {})
    has_mail = any(key in section.table for key in MAIL)
    if "webhook" not in section.table and not has_mail:
        example = 'webhook = "ALERTS_WEBHOOK", the name of an environment variable, or mail_to'
        section.report.add(section.path, "tells nobody", f"Add: {example}; or remove the section.")
    return Alerts(
        webhook=section.take("webhook", variable, None),
        mail=_read_mail(section) if has_mail else None,
        repeat_after=section.take("repeat_after", _silence, Alerts().repeat_after),
        ui=section.take("ui", shown_url, None),
    )


def _read_mail(section: Section) -> Mail:
    for key, example in NEEDED_FOR_MAIL.items():
        section.must_have(key, example)
    for one, other in (("smtp_user", "smtp_password"), ("smtp_password", "smtp_user")):
        if one in section.table:
            section.must_have(other, f'{other} = "{other.upper()}", the name of an environment variable')
    host, port = section.take("smtp", server, ("", 0))
    tls = section.take("smtp_tls", one_of(*TLS), TLS[0])
    if tls == "none" and host and not is_loopback(host):
        what = "would send mails in clear to a host that is not this machine"
        section.report.add((*section.path, "smtp_tls"), what, 'Write "starttls" or "tls".')
    return Mail(
        to=section.take("mail_to", addresses, ()),
        sender=section.take("mail_from", address, ""),
        host=host,
        port=port,
        tls=tls,
        user=section.take("smtp_user", variable, None),
        password=section.take("smtp_password", variable, None),
    )


def _silence(value: object) -> timedelta:
    length = duration(LONGEST_SILENCE)(value)
    if length < timedelta(minutes=15):
        raise wrong("is shorter than the 15 minutes between two readings", 'Write at least "15m".')
    return length


def server(value: object) -> tuple[str, int]:
    """Host and port of a mail server."""
    host, _, port = text(value).rpartition(":")
    is_port = port.isascii() and port.isdigit() and 0 < int(port[:6]) < 65536
    if not is_port or not is_host(host.strip("[]").lower()):
        raise wrong("is not a mail server", 'Write host and port: "smtp.example.com:587".')
    return host.strip("[]").lower(), int(port)


def address(value: object) -> str:
    """A plain mail address, without a name."""
    if not ADDRESS.fullmatch(text(value)):
        raise wrong("is not a mail address", 'Write it without a name: "ops@example.com".')
    return str(value)


def addresses(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not value:
        what = "is empty" if value == [] else f"is {kind(value)}, not a list"
        raise wrong(what, 'Write the addresses in brackets: ["ops@example.com"].')
    problems = []
    for index, item in enumerate(value):
        try:
            address(item)
        except Wrong as bad:
            problems += [Problem(problem.what, problem.remedy, (index,)) for problem in bad.problems]
    if problems:
        raise Wrong(*problems)
    return tuple(value)
