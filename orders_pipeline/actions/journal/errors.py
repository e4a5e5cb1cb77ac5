"""What the journal refuses, each with what to do next. Where one is raised nothing was sent and nothing changed."""


class JournalRefuses(RuntimeError):
    """One plain sentence."""


class KeyTaken(JournalRefuses):
    """The key stands for another content: a new event needs a key of its own."""


class NoSuchIntent(JournalRefuses):
    """No intent of that account has the key."""


class Moved(JournalRefuses):
    """Somebody else changed the step meanwhile: read it again."""


class NotNow(JournalRefuses):
    """It may not be sent at the moment; the same command can be given later."""


class Stopped(NotNow):
    """The kill switch is on, or the journal and its count of sendings disagree: a person decides."""


class NoEvidence(JournalRefuses):
    """What a hub or a person has shown is stored only together with what was seen."""
