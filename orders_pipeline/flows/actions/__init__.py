"""Actions on accounts: from an intent to a plan, from an approval to one sending, from a doubt to evidence.

Where channels, landing, settings and the journal meet. No Dagster, no command line.
"""
