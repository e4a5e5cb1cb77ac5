"""The ChannelAdvisor SOAP v7 dialect over the world: specs/channeladvisor-soap.md, read from its text alone.

`app` speaks HTTP and envelopes, `hub` answers, `truth` says what a correct pipeline must hold. The reading side:
writes join later, as operations of `services`.
"""
