"""A disk that is full, recognised among the errors of the system, and said in a sentence."""

import errno

from orders_pipeline.warehouse.errors import NO_ROOM

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def sentence_if_full(error: BaseException) -> str | None:
    """None: it is something else. Names the file, which is ours, and no more."""
    if not isinstance(error, OSError) or error.errno not in _FULL:
        return None
    where = f" ({error.filename} could not be written)" if error.filename else ""
    return f"The disk is full, or a limit of it is reached{where}. {NO_ROOM}"
