"""The demo's second half: buyers buy, the seller ships, cancels and refunds, and two answers get lost on their way.

`orders` and `scenes` are data; `playing` asks, approves, sends and looks by jobs that it is given; `oracle` holds the
sandbox's ledger against the journal; `told` reads from what is published. No result stands here.
"""
