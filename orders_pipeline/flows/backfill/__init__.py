"""Backfill: the orders that changed, or were bought, on a merchant's days of the past, beside the live windows.

span: which days, and what of them is missing · estimate: what it will take, observed: by what was seen ·
plan: the windows · reading: doing it · again: days read once more · told: how far it is · certified: what is held.
"""
