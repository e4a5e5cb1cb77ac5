"""An action as a command line names it, and commands that a sentence ends with: copied as they stand. Pure."""

from shlex import quote


def named(account: str, key: str) -> str:
    """`rma-1 --account us`: keys may hold blanks, and several accounts the same key."""
    return f"{quote(key)} --account {quote(account)}"


def plan_again(account: str, key: str) -> str:
    return f"orders-pipeline actions plan {named(account, key)}"
