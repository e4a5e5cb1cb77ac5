"""Landing: the hubs' answers byte for byte, and the manifests that certify windows. What is here can be replayed.

Knows nothing of what the bytes mean. No manifest, no window.
"""
