"""The quarantine: what could not be taken over, why, and how it loads after a fix.

listing: what is set aside · details: one reject, with what stood there · landed: the page that it was on ·
replay: read again from the landing · from_hub: asked for anew at the hub.
"""
