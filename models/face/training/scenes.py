"""What stands in front of the camera in the training pools: drawn faces and surfaces. No photograph is used.

A scene is a float32 picture (H, W, 3) of linear light, BGR, 0...1, finer than the camera that will look at it.
"""
import glob
import os

import cv2
import numpy as np

GAMMA = 2.2


def load_faces(folder):
    """The drawn heads (draw-faces.ts), 8-bit BGR, in the order of their numbers."""
    names = glob.glob(os.path.join(folder, "face-*.png"))
    names.sort(key=lambda name: int(os.path.basename(name)[5:-4]))
    return [cv2.imread(name) for name in names]


def to_light(picture):
    return (picture.astype(np.float32) / 255) ** GAMMA


def to_bytes(light):
    return np.clip(255 * np.clip(light, 0, 1) ** (1 / GAMMA) + 0.5, 0, 255).astype(np.uint8)


def cloud(rng, size, roughness):
    """Noise with a spectrum of frequency ** -roughness, zero mean and unit spread (skin, walls, cloth have 1 to 2)."""
    frequency = np.hypot(np.fft.fftfreq(size)[:, None], np.fft.rfftfreq(size)[None])
    frequency[0, 0] = 1
    phase = rng.uniform(0, 2 * np.pi, frequency.shape)
    spectrum = frequency ** -roughness * np.exp(1j * phase)
    spectrum[0, 0] = 0
    noise = np.fft.irfft2(spectrum, s=(size, size)).astype(np.float32)
    return noise / (noise.std() + 1e-9)


def skin_grain(rng, light):
    """Adds the fine structure of pores and small hairs that a drawn face lacks."""
    size = light.shape[0]
    grain = cloud(rng, 256, rng.uniform(0.6, 1.4))
    grain = cv2.resize(np.tile(grain, (3, 3)), None, fx=rng.uniform(0.7, 2), fy=rng.uniform(0.7, 2))[:size, :size]
    if grain.shape[:2] != light.shape[:2]:
        grain = cv2.resize(grain, (size, size))
    return light * (1 + rng.uniform(0, 0.12) * grain[..., None])


def face_scene(rng, faces, size):
    """A square cut from a drawn head, the head 1 to 3 squares wide, brought to `size`."""
    face = faces[rng.integers(len(faces))]
    side = int(rng.uniform(130, 420))
    centre = 360 + rng.normal(0, 90), 330 + rng.normal(0, 100)
    x, y = (int(np.clip(c - side / 2, 0, 720 - side)) for c in centre)
    cut = face[y : y + side, x : x + side]
    if rng.random() < 0.5:
        cut = cut[:, ::-1]
    cut = cv2.resize(cut, (size, size), interpolation=cv2.INTER_CUBIC)
    return skin_grain(rng, to_light(cut))


def cloth_scene(rng, size):
    """Weave, knit, stripes and checks: periodic like a screen, but there in truth. Period 3 to 60 camera pixels."""
    angle = rng.uniform(0, np.pi)
    period = size / 128 * np.exp(rng.uniform(np.log(3), np.log(60)))
    y, x = np.mgrid[:size, :size].astype(np.float32)
    bend = cloud(rng, 64, 2)
    bend = cv2.resize(bend, (size, size), interpolation=cv2.INTER_CUBIC) * period * rng.uniform(0, 0.6)
    u = (x * np.cos(angle) + y * np.sin(angle) + bend) * 2 * np.pi / period
    v = (y * np.cos(angle) - x * np.sin(angle) + bend) * 2 * np.pi / (period * rng.choice([1, 0.5, 2]))
    kind = rng.integers(3)
    wave = np.sin(u) if kind == 0 else np.sin(u) * np.sin(v) if kind == 1 else np.maximum(np.sin(u), np.sin(v))
    wave = np.tanh(wave * rng.uniform(0.5, 4))
    colours = rng.uniform(0.02, 0.7, (2, 3)).astype(np.float32)
    if rng.random() < 0.6:  # mostly of one colour
        colours[1] = colours[0] * rng.uniform(0.5, 1.5)
    share = (wave * 0.5 + 0.5)[..., None]
    return skin_grain(rng, (colours[0] * share + colours[1] * (1 - share)).astype(np.float32))


def cloud_scene(rng, size):
    """A wall, a gradient, a rough surface."""
    colour = rng.uniform(0.05, 0.7, 3).astype(np.float32)
    y, x = np.mgrid[-1 : 1 : size * 1j, -1 : 1 : size * 1j].astype(np.float32)
    slope = 1 + rng.uniform(-0.4, 0.4) * x + rng.uniform(-0.4, 0.4) * y
    rough = cv2.resize(cloud(rng, 256, rng.uniform(0.8, 2.2)), (size, size), interpolation=cv2.INTER_CUBIC)
    light = colour * (slope * (1 + rng.uniform(0, 0.5) * rough))[..., None]
    for _ in range(rng.integers(0, 6)):  # edges: hair, frames, folds
        ends = rng.integers(0, size, (2, 2))
        shade = [float(c) for c in rng.uniform(0.01, 0.8, 3)]
        light = cv2.line(np.ascontiguousarray(light), ends[0].tolist(), ends[1].tolist(), shade, int(rng.integers(1, 40)), cv2.LINE_AA)
    return light


def draw_scene(rng, faces, size):
    kind = rng.random()
    if kind < 0.62:
        light = face_scene(rng, faces, size)
    elif kind < 0.78:
        light = cloth_scene(rng, size)
    else:
        light = cloud_scene(rng, size)
    return np.clip(light, 0, 1).astype(np.float32)
