"""The newest certificates of an account's landing: what was read lately, and how it was proven complete."""

from datetime import datetime

import msgspec

from orders_pipeline.channels.base import Certificate
from orders_pipeline.landing.account import AccountLanding
from orders_pipeline.landing.manifest import Purpose
from orders_pipeline.model.window import Window
from orders_pipeline.settings import Home


class Certified(msgspec.Struct, frozen=True, kw_only=True):
    """A live window and the certificate that its manifest holds."""

    window: Window
    certified_at: datetime
    certificate: Certificate


def last_certificates(home: Home, account: str, limit: int) -> list[Certified]:
    """The newest windows first; fewer where fewer were read.     Raises Damaged: a manifest cannot be read."""
    landing = AccountLanding(home.landing, account)
    newest = landing.covered(Purpose.LIVE)[-limit:]
    manifests = (landing.manifest(Purpose.LIVE, window) for window in reversed(newest))
    return [
        Certified(
            window=manifest.window,
            certified_at=manifest.certified_at,
            certificate=msgspec.json.decode(manifest.certificate, type=Certificate),
        )
        for manifest in manifests
    ]
