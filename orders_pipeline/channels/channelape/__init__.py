"""ChannelApe (JSON, v1): channelape.md.

client: the conversation · wire: the documents as typed structs · normalize: wire to records · codes: their words.
"""
