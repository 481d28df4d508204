"""The instruments of a presentation attack with a flat medium: a lit screen and a print, as the camera sees them.

Both take what is shown and coordinates of the medium for every ray of the camera, and answer light per ray.
"""
import cv2
import numpy as np

from scenes import to_bytes, to_light

# colour (0 blue, 1 green, 2 red), centre and width of a subpixel in parts of the pixel
STRIPES = {
    "rgb": [(2, 1 / 6, 1 / 3), (1, 3 / 6, 1 / 3), (0, 5 / 6, 1 / 3)],
    "bgr": [(0, 1 / 6, 1 / 3), (1, 3 / 6, 1 / 3), (2, 5 / 6, 1 / 3)],
}
# unit RGB of the inks on white paper, BGR: cyan, magenta, yellow, black
INKS = np.array([[0.85, 0.55, 0.05], [0.5, 0.08, 0.75], [0.08, 0.8, 0.9], [0.04, 0.04, 0.04]], np.float32)


def shown_picture(rng, light, pixels):
    """The picture on the medium, `pixels` square: photographed once before, so with its own blur, noise and JPEG."""
    small = max(24, int(pixels * rng.uniform(0.5, 1.3)))
    picture = cv2.resize(light, (small, small), interpolation=cv2.INTER_AREA)
    picture = to_bytes(picture).astype(np.float32) + rng.normal(0, rng.uniform(0, 4), (small, small, 3))
    coded = cv2.imencode(".jpg", np.clip(picture, 0, 255).astype(np.uint8), [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(60, 97))])[1]
    picture = cv2.imdecode(coded, cv2.IMREAD_COLOR)
    return cv2.resize(picture, (pixels, pixels), interpolation=cv2.INTER_LINEAR if small < pixels else cv2.INTER_AREA)


def box(distance, half, footprint):
    """Share of a ray's footprint that lies within `half` of a centre."""
    return np.clip((half - np.abs(distance)) / footprint + 0.5, 0, 1)


def screen_light(rng, light, u, v, layout, ray):
    """Light of a screen at (u, v), in screen pixels; `ray` is the spacing of the rays in screen pixels."""
    pixels = int(np.ceil(max(u.max(), v.max()))) + 2
    shown = to_light(shown_picture(rng, light, pixels)) ** rng.uniform(0.85, 1.15)
    column, row = np.floor(u), np.floor(v)
    colours = cv2.remap(shown, column.astype(np.float32), row.astype(np.float32), cv2.INTER_NEAREST, borderMode=cv2.BORDER_REPLICATE)
    across, down = u - column, v - row
    fill, height = rng.uniform(0.7, 0.98), rng.uniform(0.75, 0.97)
    footprint = max(ray, 1e-3)
    lit = np.zeros_like(colours)
    if layout in STRIPES:
        rows = box(down - 0.5, height / 2, footprint)
        for colour, centre, width in STRIPES[layout]:
            offset = (across - centre + 0.5) % 1 - 0.5
            lit[..., colour] = rows * box(offset, width * fill / 2, footprint) * 3
    else:  # diamond: green on every pixel, red and blue on alternate ones
        odd = (column + row) % 2
        dot = lambda x, y, r: np.clip((r - np.hypot(across - x, down - y)) / footprint + 0.5, 0, 1)
        lit[..., 1] = dot(0.5, 0.25, 0.26 * fill) * 5
        lit[..., 2] = dot(0.5, 0.75, 0.34 * fill) * (odd == 0) * 6
        lit[..., 0] = dot(0.5, 0.75, 0.38 * fill) * (odd == 1) * 5
    seen = colours * lit
    backlight = rng.uniform(0, 0.02)
    return seen + backlight * lit, shown


def reflections(rng, size):
    """Veil of the room on glass: a smooth bright patch."""
    y, x = np.mgrid[-1 : 1 : size * 1j, -1 : 1 : size * 1j].astype(np.float32)
    away = (x - rng.uniform(-1.5, 1.5)) ** 2 + (y - rng.uniform(-1.5, 1.5)) ** 2
    return (rng.uniform(0, 0.12) * np.exp(-away / rng.uniform(0.1, 2)) + rng.uniform(0, 0.04))[..., None]


def print_light(rng, light, u, v, kind, ray):
    """Light off a print at (u, v), in halftone cells ("rosette") or printer dots ("diffused")."""
    pixels = int(np.ceil(max(u.max(), v.max()))) + 2
    shown = to_light(shown_picture(rng, light, max(pixels, 48)))
    pixels = shown.shape[0]
    shown = cv2.resize(shown, (pixels, pixels))
    at_u, at_v = u.astype(np.float32), v.astype(np.float32)
    ink = coverage(shown)
    paper = np.full((*u.shape, 3), 1.0, np.float32)
    softness = rng.uniform(0.04, 0.15)
    if kind == "rosette":
        turn = rng.uniform(0, np.pi / 2)
        wanted = cv2.remap(ink, at_u, at_v, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        for channel, degrees in enumerate((15, 75, 0, 45)):
            angle = turn + np.radians(degrees)
            a = (u * np.cos(angle) + v * np.sin(angle)) * 2 * np.pi
            b = (v * np.cos(angle) - u * np.sin(angle)) * 2 * np.pi
            spot = 0.5 + 0.25 * (np.cos(a) + np.cos(b))
            on = np.clip((wanted[..., channel] - spot) / (softness + 1.5 * ray) + 0.5, 0, 1)
            paper *= 1 - on[..., None] * (1 - INKS[channel])
    else:
        noise = rng.random((64, 64, 4)).astype(np.float32)
        noise -= cv2.GaussianBlur(noise, (0, 0), 1.2, borderType=cv2.BORDER_REFLECT)
        order = noise.reshape(-1, 4).argsort(0).argsort(0).reshape(64, 64, 4) / 4096  # blue noise: even histogram
        tiles = pixels // 64 + 1
        dots = (ink > np.tile(order, (tiles, tiles, 1))[:pixels, :pixels]).astype(np.float32)
        dots = cv2.GaussianBlur(dots, (0, 0), rng.uniform(0.35, 0.6))  # dot gain
        seen = cv2.remap(dots, at_u, at_v, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        for channel in range(4):
            paper *= 1 - seen[..., channel : channel + 1] * (1 - INKS[channel])
    return paper, shown


def coverage(light):
    """Ink per place, cyan magenta yellow black, grey component replaced in part."""
    need = 1 - np.clip(light, 0, 1) ** 0.6
    black = 0.7 * need.min(2) ** 1.5
    cmy = np.clip((need - black[..., None]) / (1 - black[..., None] + 1e-3), 0, 1)[..., ::-1]
    return np.dstack([cmy, black]).astype(np.float32)
