"""Backfill: the orders that changed on a merchant's days of the past, read in windows beside the live ones.

span: which days, and what of them is missing · estimate: what it will take, observed: by what was seen ·
plan: the windows · reading: doing it · again: days read once more · told: how far it is · certified: what is held.
"""
