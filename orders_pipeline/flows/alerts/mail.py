"""An alert as a plain mail. The one module that speaks SMTP: one attempt, TLS as the settings say, verified."""

import smtplib
import ssl
from collections.abc import Mapping
from contextlib import ExitStack
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid

from orders_pipeline.flows.alerts.alert import Alert, as_text
from orders_pipeline.settings import Mail, Secret

SECONDS = 10.0


def send_mail(mail: Mail, secrets: Mapping[str, Secret], alert: Alert) -> str | None:
    """None where the server took it; else why not, by the kind of the error alone."""
    context = ssl.create_default_context()
    try:
        with ExitStack() as stack:
            server = stack.enter_context(_connected(mail, context))
            if mail.tls == "starttls":
                server.starttls(context=context)
            if mail.user:
                server.login(secrets["smtp_user"].reveal(), secrets["smtp_password"].reveal())
            refused = server.send_message(_message(mail, alert))
    except (OSError, smtplib.SMTPException) as error:
        return f"the mail server did not take it ({type(error).__name__})"
    return f"the mail server refused {len(refused)} of the addresses" if refused else None


def _connected(mail: Mail, context: ssl.SSLContext) -> smtplib.SMTP:
    if mail.tls == "tls":
        return smtplib.SMTP_SSL(mail.host, mail.port, timeout=SECONDS, context=context)
    return smtplib.SMTP(mail.host, mail.port, timeout=SECONDS)


def _message(mail: Mail, alert: Alert) -> EmailMessage:
    message = EmailMessage()
    message["Subject"] = f"orders-pipeline: {' '.join(alert.what.split())}"
    message["From"], message["To"] = mail.sender, ", ".join(mail.to)
    message["Date"] = format_datetime(alert.at)
    message["Message-ID"] = make_msgid(domain=mail.sender.rpartition("@")[2])
    message["Auto-Submitted"] = "auto-generated"  # so that nobody's holiday notice comes back
    message.set_content(as_text(alert))
    return message
