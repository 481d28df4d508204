"""Draws patches for the recapture detector: seen directly, on a screen, or on a print.

    python3 recapture_pool.py FACES POOL.npz SEED COUNT train|held-out

Arrays: x (N, 128, 128, 3) bytes RGB; y 0 direct, 1 screen, 2 print; pitch in camera pixels per screen pixel, halftone
cell or printer dot (0 where seen directly). Held-out: other heads, pitches and a screen layout that training never draws.
"""
import sys
import time

import cv2
import numpy as np

from camera import RAYS, deliver, photograph, rays
from media import print_light, reflections, screen_light
from scenes import draw_scene, load_faces

SIDE = 128
RENDERED = 140
HELD_OUT_HEADS = 16
# camera pixels per screen pixel, halftone cell, printer dot: whole range and what is kept from training
PITCHES = {
    "screen": ((0.35, 2.6), ((0.62, 0.8), (1.5, 1.9))),
    "rosette": ((0.55, 3.6), ((1.0, 1.3), (2.0, 2.4))),
    "diffused": ((0.25, 1.3), ((0.45, 0.6),)),
}


def choose_pitch(rng, kind, held_out):
    (low, high), kept = PITCHES[kind]
    if held_out:
        return rng.uniform(*kept[rng.integers(len(kept))])
    while True:
        pitch = np.exp(rng.uniform(np.log(low), np.log(high)))
        if not any(a - 0.03 <= pitch <= b + 0.03 for a, b in kept):
            return pitch


def draw_patch(rng, faces, held_out):
    """One patch, its class and pitch."""
    size = RENDERED * RAYS
    chance = rng.random()
    if chance < 0.5:
        light, label, pitch = draw_scene(rng, faces, size), 0, 0.0
    else:
        scene = draw_scene(rng, faces, 512)
        u, v = rays(rng, RENDERED)
        if chance < 0.8:
            label, pitch = 1, choose_pitch(rng, "screen", held_out)
            layout = "diamond" if held_out and rng.random() < 0.5 else ("rgb", "bgr")[rng.integers(2)]
            light, _ = screen_light(rng, scene, u / pitch, v / pitch, layout, 1 / (pitch * RAYS))
            light = light + reflections(rng, size)
        else:
            kind = ("rosette", "diffused")[rng.integers(2)]
            label, pitch = 2, choose_pitch(rng, kind, held_out)
            light, _ = print_light(rng, scene, u / pitch, v / pitch, kind, 1 / (pitch * RAYS))
            light = light + rng.uniform(0, 0.06)
    if rng.random() < 0.2:  # lamps that flicker, seen by a rolling shutter
        rows = np.sin(np.arange(size) * 2 * np.pi / (RAYS * rng.uniform(20, 300)))
        light = light * (1 + rng.uniform(0, 0.06) * rows[:, None, None])
    picture = photograph(rng, light.astype(np.float32))[3:-3, 3:-3]
    return deliver(rng, picture, SIDE), label, pitch


def main(folder, target, seed, count, domain):
    cv2.setNumThreads(1)
    rng, held_out, began = np.random.default_rng(seed), domain == "held-out", time.process_time()
    faces = load_faces(folder)
    faces = faces[-HELD_OUT_HEADS:] if held_out else faces[:-HELD_OUT_HEADS]
    x, y, pitches = np.empty((count, SIDE, SIDE, 3), np.uint8), np.empty(count, np.int64), np.empty(count, np.float32)
    for n in range(count):
        patch, y[n], pitches[n] = draw_patch(rng, faces, held_out)
        x[n] = patch[..., ::-1]
    np.savez(target, x=x, y=y, pitch=pitches)
    print(target, np.bincount(y, minlength=3), "cpu %.0f s" % (time.process_time() - began), flush=True)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]), sys.argv[5])
