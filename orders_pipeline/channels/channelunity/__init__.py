"""ChannelUnity: XML in a form field (channelunity.md).

client: the conversation · message: what is asked · answer: what comes back, page or not · reading: windows.
"""
