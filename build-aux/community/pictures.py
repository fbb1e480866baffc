# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures made of numbers, as PNG: portraits for people, signs for rooms, small landscapes to talk about."""
import colorsys
import hashlib
import math
import struct
import zlib


def png(width, height, pixel):
    """A PNG of pixel(x, y) -> (r, g, b), each 0 to 255."""
    rows = bytearray()
    for y in range(height):
        rows.append(0)
        for x in range(width):
            rows += bytes(pixel(x, y))

    def chunk(kind, data):
        return struct.pack('>I', len(data)) + kind + data + struct.pack('>I', zlib.crc32(kind + data))

    header = struct.pack('>IIBBBBB', width, height, 8, 2, 0, 0, 0)
    return b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', header) + chunk(b'IDAT', zlib.compress(bytes(rows), 9)) + \
        chunk(b'IEND', b'')


def colour(hue, saturation, lightness):
    return tuple(int(255 * part) for part in colorsys.hls_to_rgb(hue % 1, lightness, saturation))


def portrait(name, size=96):
    """Head and shoulders before a coloured ground; the colours and proportions follow from the name."""
    seed = hashlib.sha256(name.encode()).digest()
    hue = seed[0] / 256
    ground, coat = colour(hue, .45, .72), colour(hue + .45, .5, .38)
    skin = colour(.06 + seed[1] / 5000, .45, .35 + seed[2] / 600)
    hair = colour(.05 + seed[3] / 2500, .35, .12 + seed[4] / 800)
    head, long_hair = .19 + seed[5] / 6000, seed[6] % 2

    def pixel(x, y):
        u, v = x / size - .5, y / size - .5
        if math.hypot(u, (v + .06) * .86) < head:
            return hair if v < -.13 + .1 * abs(u) else skin
        if math.hypot(u, (v + .08) * .9) < head + .045 and (long_hair or v < -.06):
            return hair
        if math.hypot(u * .85, (v - .52) * .8) < .33:
            return coat
        return ground

    return png(size, size, pixel)


def sign(name, size=96):
    """A pattern that is the same left and right, for a room."""
    seed = hashlib.sha256(name.encode()).digest()
    ground, ink = colour(seed[0] / 256, .5, .9), colour(seed[0] / 256, .55, .4)

    def pixel(x, y):
        column, row = x * 7 // size, y * 7 // size
        column = min(column, 6 - column)
        inside = 0 < column and 0 < row < 6
        return ink if inside and seed[row * 4 + column] & 1 else ground

    return png(size, size, pixel)


def landscape(name, width=480, height=300):
    """Hills before a sky."""
    seed = hashlib.sha256(name.encode()).digest()
    sky = seed[0] / 256

    def ridge(layer, x):
        return height * (.4 + .15 * layer) + 22 * math.sin(x / (31 + 9 * layer) + seed[layer]) \
            + 9 * math.sin(x / 11 + seed[layer + 4])

    def pixel(x, y):
        hills = [layer for layer in (1, 2, 3) if y > ridge(layer, x)]
        if hills:
            return colour(.28 + hills[-1] / 40, .35, .5 - hills[-1] * .1)
        if math.hypot(x - width * .75, y - height * .22) < height * .09:
            return colour(.13, .9, .75)
        return colour(sky * .1 + .55, .5, .62 + .25 * y / height)

    return png(width, height, pixel)


def chart(values, width=480, height=260):
    """Bars."""
    top = max(values)
    step = width / len(values)

    def pixel(x, y):
        value = values[min(int(x / step), len(values) - 1)]
        within = .15 < x / step % 1 < .85
        if within and height - y < 12 + (height - 30) * value / top:
            return colour(.58, .5, .45)
        return (226, 228, 232) if y % 50 == 0 else (250, 250, 252)

    return png(width, height, pixel)
