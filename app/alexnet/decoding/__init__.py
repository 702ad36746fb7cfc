"""From a stranger's bytes to a small plain picture, within fixed bounds of memory and time. Pillow only.

`refusals` says what is refused and why, `kinds` tells the file formats apart, `reader` opens and checks them,
`pixels` turns any pixel format into plain sRGB, `colour` and `cicp` say which colours its numbers mean,
`child` decodes the video-like formats in a process of their own.
The door to all this is `alexnet.photo.open_photo`.
"""
