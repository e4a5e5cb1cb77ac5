"""Refusals of this dialect: HTTP 200, and a status that is not OK. The texts of spec §3, all of them assumed."""


class Refused(Exception):
    """The hub answers with this text in `<Status>`."""


def not_understood() -> Refused:
    return Refused("Error - could not parse request")


def unknown_user() -> Refused:
    return Refused("Error - invalid merchant name, user name or password")


def wrong_api_key() -> Refused:
    return Refused("Error - invalid API key")


def unknown_request() -> Refused:
    return Refused("Error - unrecognised request type")


def no_such_subscription() -> Refused:
    return Refused("Error - subscription not found")


def bad_count() -> Refused:
    return Refused("Error - Count must be between 1 and 1000")


def bad_offset() -> Refused:
    return Refused("Error - Offset must not be negative")


def bad_date() -> Refused:
    return Refused("Error - invalid date")
