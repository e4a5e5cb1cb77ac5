"""The ChannelApe dialect (v1, JSON) over the world: specs/channelape.md, read from its text alone.

`app` speaks HTTP, `hub` answers, `held` says what the hub holds of an order, `truth` what a correct pipeline must hold.
"""
