"""ChannelAdvisor REST (OData JSON, OAuth2): channeladvisor-rest.md.

client: the conversation · wire: the documents as typed structs · normalize: wire to records · codes: their words.
"""
