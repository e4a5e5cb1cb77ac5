"""The hubs on loopback: one seeded world of orders living in time, a dialect each, and an adversary.

Stands apart: imports the model alone and shares no code with `channels`: one misreading cannot sit on both sides.
"""
