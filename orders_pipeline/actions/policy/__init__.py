"""Intent x order as it stands -> the exact decision, or a refusal in one plain sentence. Pure.

No clock, no hub, no journal: what is needed of them comes as arguments. The traps of each hub are rows of a table.
"""
