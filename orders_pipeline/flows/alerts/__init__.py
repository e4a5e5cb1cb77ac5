"""Telling people that something fails, and that it works again: what is told (alert, series), and how (webhook, mail).

Off unless accounts.toml has `[alerts]`. A failure to tell never fails anything else.
"""
