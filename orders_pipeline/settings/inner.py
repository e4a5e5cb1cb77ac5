"""The tables inside an account: secrets, limits, approval.

Reads names of variables, never their values.
"""

from orders_pipeline.settings.account import APPROVAL, Approvals, Channel, Limits, SecretNames
from orders_pipeline.settings.dialects import DIALECTS
from orders_pipeline.settings.elsewhere import INNER_KEYS, SECRETS, inside, inside_secrets
from orders_pipeline.settings.section import Section
from orders_pipeline.settings.values import count, one_of, variable


def read_secrets(account: Section, channel: Channel | None) -> SecretNames:
    """Which variable holds which secret; all those that the dialect needs, and no other."""
    needed = DIALECTS[channel].secrets if channel else ()
    examples = {secret: f'{secret} = "{DIALECTS[channel].prefix}_{secret.upper()}"' for secret in needed if channel}
    account.must_have(
        "secrets", f"secrets = {{ {', '.join(examples.values()) or '…'} }}, names of environment variables"
    )
    inner = account.inner("secrets")
    known = needed or SECRETS
    inner.refuse_others(known, inside_secrets(channel, known), hide=True)
    if isinstance(account.table.get("secrets"), dict):
        for secret in needed:
            inner.must_have(secret, f"{examples[secret]}, the name of an environment variable")
    names = {secret: inner.take(secret, variable, "") for secret in known if secret in inner.table}
    _refuse_shared_variables(inner, names)
    return SecretNames(names)


def _refuse_shared_variables(inner: Section, names: dict[str, str]) -> None:
    seen: set[str] = set()
    for secret, variable_name in names.items():
        if variable_name and variable_name in seen:
            inner.report.add(
                (*inner.path, secret), "names the same variable as another secret", "Name its own variable."
            )
        seen.add(variable_name)


def read_limits(account: Section, default: Limits) -> Limits:
    inner = account.inner("limits")
    inner.refuse_others(INNER_KEYS["limits"], inside("limits"))
    return Limits(
        concurrent=inner.take("concurrent", count, default.concurrent),
        per_minute=inner.take("per_minute", count, default.per_minute),
    )


def read_approvals(account: Section) -> Approvals:
    inner = account.inner("approval")
    inner.refuse_others(INNER_KEYS["approval"], inside("approval"))
    default, read = Approvals(), one_of(*APPROVAL)
    return Approvals(
        ship=inner.take("ship", read, default.ship),
        cancel=inner.take("cancel", read, default.cancel),
        refund=inner.take("refund", read, default.refund),
    )
