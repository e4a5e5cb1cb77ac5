"""ChannelAdvisor SOAP v7 (ASMX, document/literal): channeladvisor-soap.md.

client: the conversation · wire: the documents as typed structs · normalize: wire to records · codes: their words.
"""
