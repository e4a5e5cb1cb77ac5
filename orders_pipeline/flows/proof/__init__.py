"""The second proof of completeness, which knows nothing of windows: what the hub has, compared with what is held.

days: which days are due · held: what is held · asking: the hub asked for each subject · comparing: what comes of it ·
run: doing it, and fetching what is missing · rows: the proofs for their table.
"""
