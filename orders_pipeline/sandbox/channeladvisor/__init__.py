"""The ChannelAdvisor REST dialect over the world: specs/channeladvisor-rest.md, read from its text alone.

`app` speaks HTTP, `hub` answers, `truth` says what a correct pipeline must hold.
"""
