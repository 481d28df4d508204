"""A small camera: lens, sensor with colour mosaic, noise, development, JPEG."""
import cv2
import numpy as np

from scenes import to_bytes

RAYS = 4  # per camera pixel and axis


def rays(rng, side, shear=0.15):
    """Where the camera's rays meet a flat thing, in camera pixels from its corner: turned, tilted, shifted."""
    grid = (np.mgrid[: side * RAYS, : side * RAYS].astype(np.float32) + 0.5) / RAYS - side / 2
    y, x = grid
    angle = rng.normal(0, 0.08) if rng.random() < 0.8 else rng.uniform(-0.8, 0.8)
    u = x * np.cos(angle) - y * np.sin(angle)
    v = x * np.sin(angle) + y * np.cos(angle)
    depth = 1 + rng.normal(0, 0.08) * u / side + rng.normal(0, 0.08) * v / side
    u, v = u / depth, v / depth
    u = u + rng.normal(0, shear) * v * 0.2
    return u - u.min() + rng.random(), v - v.min() + rng.random()


def photograph(rng, light):
    """Light per ray (side * RAYS square, linear, BGR) to an 8-bit BGR picture of `side`."""
    sigma = rng.uniform(0.25, 1.1) * RAYS
    light = cv2.GaussianBlur(light, (0, 0), sigma)  # lens and focus
    if rng.random() < 0.1:  # the hand moves
        length = int(rng.uniform(1, 4) * RAYS) | 1
        kernel = np.zeros((length, length), np.float32)
        cv2.line(kernel, (0, int(rng.integers(length))), (length - 1, int(rng.integers(length))), 1)
        light = cv2.filter2D(light, -1, kernel / kernel.sum())
    side = light.shape[0] // RAYS
    sensor = cv2.resize(light, (side, side), interpolation=cv2.INTER_AREA)
    level = np.quantile(sensor, 0.9) + 1e-3
    sensor = sensor * (rng.uniform(0.35, 1.0) / level)
    white = np.array([rng.uniform(0.6, 0.9), 1, rng.uniform(0.55, 0.85)], np.float32)  # the mosaic's filters pass less
    raw = sensor * white
    gain = np.exp(rng.uniform(np.log(2e-4), np.log(4e-3)))
    raw = raw + rng.normal(0, 1, raw.shape) * np.sqrt(np.clip(raw, 0, 1) * gain + gain * 0.02)
    if rng.random() < 0.85:
        mosaic = np.clip(pick_colours(raw, rng.integers(2), rng.integers(2)), 0, 1)
        developed = cv2.demosaicing((mosaic * 65535).astype(np.uint16), cv2.COLOR_BayerBG2BGR, None)
        developed = developed.astype(np.float32) / 65535
    else:
        developed = np.clip(raw, 0, 1).astype(np.float32)
    picture = to_bytes(np.clip(developed / white, 0, 1))
    if rng.random() < 0.4:
        picture = cv2.bilateralFilter(picture, 5, rng.uniform(8, 35), 2)
    if rng.random() < 0.7:
        soft = cv2.GaussianBlur(picture, (0, 0), rng.uniform(0.7, 1.6))
        amount = rng.uniform(0.2, 1.6)
        picture = cv2.addWeighted(picture, 1 + amount, soft, -amount, 0)
    return picture


def pick_colours(raw, down, across):
    """One colour per pixel, RGGB; a random phase is a shifted picture, so the pattern itself stays put."""
    raw = np.roll(raw, (down, across), (0, 1))
    mosaic = raw[..., 1].copy()
    mosaic[0::2, 0::2] = raw[0::2, 0::2, 2]
    mosaic[1::2, 1::2] = raw[1::2, 1::2, 0]
    return mosaic


def deliver(rng, picture, side):
    """Scaling in the camera or on the way, JPEG once or twice, and a cut of `side`."""
    if rng.random() < 0.45:
        factor = rng.uniform(0.8, 1.35)
        wanted = max(side + 2, int(picture.shape[0] * factor))
        picture = cv2.resize(picture, (wanted, wanted), interpolation=int(rng.choice([cv2.INTER_LINEAR, cv2.INTER_CUBIC, cv2.INTER_AREA])))
    x, y = rng.integers(0, picture.shape[1] - side + 1), rng.integers(0, picture.shape[0] - side + 1)
    x, y = int(x), int(y)
    for _ in range(1 if rng.random() < 0.7 else 2):
        quality = [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(55, 98))]
        if rng.random() < 0.9:
            picture = cv2.imdecode(cv2.imencode(".jpg", picture, quality)[1], cv2.IMREAD_COLOR)
    return picture[y : y + side, x : x + side]
