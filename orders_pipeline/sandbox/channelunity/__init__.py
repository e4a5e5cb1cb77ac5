"""ChannelUnity's XML dialect over the shared world: specs/channelunity.md.

`app.ChannelUnity` is the ASGI app, `hub.Hub` what it knows; `truth.documents` is what a correct pipeline must hold.
"""
