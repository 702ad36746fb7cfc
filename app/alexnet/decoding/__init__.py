"""From a stranger's bytes to a small plain picture, within fixed bounds of memory and time. Pillow only.

`refusals` says what is refused and why, `kinds` tells the file formats apart, `reader` opens and checks them,
`pixels` turns any pixel format into plain sRGB, `colour` and `cicp` say which colours its numbers mean, `jpeg` walks
over a JPEG's segments, `broken_off` takes those without end, `unread` tells rare sorts of pictures from damage, and
`child` decodes AVIF, HEIC and TIFF in a process of their own.
The door to all this is `alexnet.photo.open_photo`.
"""
