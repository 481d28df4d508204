"""Draws whole pages with and without an MRZ, as a scanner or a camera sees them, and where the lines of the MRZ lie.

    python3 pages.py POOL SEED CHUNKS [SIZE]      a training pool: POOL/SEED-NNN.pkl, each [(JPEG bytes, lines), ...]
    python3 pages.py --folder DIR SEED COUNT      the same pages as picture files with truth.json

A page is a grey picture with a long side of 512 px, which is what the localiser looks at. `lines` is float32 (n, 9, 3):
nine points (x, y, capital height, in px of that picture) along each line in reading direction. No picture of a real
document is used.
"""
import json
import math
import os
import pickle
import random
import sys

import cv2
import numpy as np

from generate import background
from page_elements import ELEMENTS, draw_block, guilloche, near_miss, paragraph, stamp

cv2.setNumThreads(1)
LONG_SIDE = 512
POINTS = 9


def texture(r, nr, h, w):
    """What a document lies on: an even lid, a desk, cloth, wood, clutter."""
    ground = np.full((h, w), nr.uniform(5, 250) if r.random() < 0.7 else nr.uniform(5, 50), np.float32)
    for cells in (4, 16, 70):
        if r.random() < 0.5:
            shape = (cells, max(2, cells // 8)) if r.random() < 0.2 else (cells, cells)
            ground += cv2.resize(nr.normal(0, nr.uniform(2, 28), shape).astype(np.float32), (w, h), interpolation=cv2.INTER_CUBIC)
    for _ in range(r.choice([0, 0, 0, 1, 2, 4])):
        corners = nr.uniform(-0.2, 1.2, (r.randint(3, 6), 2)) * (w, h)
        cv2.fillPoly(ground, [corners.astype(np.int32)], nr.uniform(0, 255), cv2.LINE_AA)
    return ground


def sheet(r, nr, h, w, elements):
    page = background(r, nr, h, w) if r.random() < 0.5 else np.full((h, w), nr.uniform(120, 255), np.float32)
    if r.random() < 0.4:
        guilloche(page, r, nr)
    for _ in range(elements):
        size = nr.uniform(0.12, 0.6, 2) * (w, h)
        box = (nr.uniform(0, max(1, w - size[0])), nr.uniform(-0.02, 0.95) * max(1, h - size[1]), size[0], size[1])
        if min(size) > 6:
            r.choice(ELEMENTS)(page, tuple(box), r, nr)
    return page


def document(r, nr, width, with_mrz):
    """A flat document `width` px wide and its lines as (x0, x1, y, capital height)."""
    bare = with_mrz and r.random() < 0.1
    two_sided = not bare and r.random() < 0.15
    aspect = nr.uniform(0.1, 0.28) if bare else nr.uniform(1.1, 1.5) if two_sided else nr.uniform(0.6, 0.78) if r.random() < 0.8 else nr.uniform(0.3, 1.45)
    h, w = max(24, int(width * aspect)), int(width)
    page = sheet(r, nr, h, w, 0 if bare else r.randint(2, 9) * (1 + two_sided))
    lines = []
    if with_mrz:
        block = w * (nr.uniform(0.8, 0.95) if r.random() < 0.75 else nr.uniform(0.5, 0.99))
        left = nr.uniform(0, w - block) if r.random() < 0.3 else (w - block) / 2
        reach = block * 0.14
        top = nr.uniform(0, 0.3) * h if bare else h - block * nr.uniform(0.1, 0.26)
        if not bare and r.random() < 0.18:
            top = nr.uniform(0, 0.8) * h
        if r.random() < 0.15:  # the zone in a ruled or tinted field
            box = [int(v) for v in (left - 8, top - 6, left + block + 8, top + reach)]
            cv2.rectangle(page, tuple(box[:2]), tuple(box[2:]), nr.uniform(0, 250), r.choice([1, 2, -1]))
        drawn = draw_block(page, left, top, block, r, nr)
        lines = [line for line in drawn if 0 < line[2] < h - 0.3 * line[3]]
    elif r.random() < 0.25:  # a page of a book, a letter, a listing
        paragraph(page, (w * 0.06, h * 0.05, w * 0.88, h * 0.9), r, nr)
    elif r.random() < 0.4:
        near_miss(page, (w * 0.05, h * nr.uniform(0, 0.9), w * 0.9, 0), r, nr)
    if r.random() < 0.3:
        stamp(page, r, nr)
    if with_mrz and r.random() < 0.06:  # infrared: the coloured print is gone, the carbon ink stays
        keep = page.copy()
        page[:] = nr.uniform(150, 250) + 0.15 * (page - page.mean())
        for x0, x1, y, cap in lines:
            a, b = max(0, int(y - cap)), int(y + cap)
            page[a:b, max(0, int(x0)) : int(x1)] = keep[a:b, max(0, int(x0)) : int(x1)]
    if r.random() < 0.04:
        page = 255 - page
    return page, lines


def bent(r, nr, page, lines):
    """Rows moved up and down along the page: the curl of a booklet. Returns nine points a line: (x, y, capital height)."""
    w = page.shape[1]
    amount, period, phase = 0.0, w * nr.uniform(1, 3), nr.uniform(0, math.tau)
    if r.random() < 0.2:
        amount = nr.uniform(0, 0.012) * w

    def sag(x):
        return amount * np.sin(x / period * math.tau + phase)

    if amount > 0:
        xs, ys = np.meshgrid(np.arange(w, dtype=np.float32), np.arange(page.shape[0], dtype=np.float32))
        page = cv2.remap(page, xs, (ys - sag(xs)).astype(np.float32), cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    points = []
    for x0, x1, y, cap in lines:
        x = np.linspace(x0, x1, POINTS)
        points.append(np.stack([x, y + sag(x), np.full(POINTS, cap)], 1))
    return page, np.array(points, np.float32).reshape(-1, POINTS, 3)


def turn_of(r, nr):
    kind = r.random()
    if kind < 0.55:
        return r.choice([0, 0, 0, 90, 180, 270]) + nr.normal(0, 2)
    return r.choice([0, 0, 90, 180, 270]) + nr.uniform(-22, 22) if kind < 0.8 else nr.uniform(0, 360)


def capture(r, nr, page, points, seen):
    """Lays the page into a picture whose long side is `seen` px. Returns the picture and the points in it."""
    h, w = page.shape
    turn = math.radians(turn_of(r, nr))
    c, s = abs(math.cos(turn)), abs(math.sin(turn))
    bound = np.array([w * c + h * s, w * s + h * c])
    tight = r.random() < 0.4
    shape = bound * (nr.uniform(0.94, 1.06, 2) if tight else nr.uniform(1.0, 2.2, 2) if r.random() < 0.5 else nr.uniform(1, 1.25, 2))
    k = seen / shape.max()
    width, height = [max(40, int(round(v))) for v in shape * k]
    centre = np.array([width, height]) / 2 + nr.uniform(-0.5, 0.5, 2) * np.maximum(0, shape - bound) * k
    corners = np.array([[0, 0], [w, 0], [w, h], [0, h]], np.float32)
    rotation = np.array([[math.cos(turn), math.sin(turn)], [-math.sin(turn), math.cos(turn)]])
    target = (corners - (w / 2, h / 2)) @ rotation * k + centre
    if r.random() < 0.5:
        target += nr.uniform(-1, 1, (4, 2)) * nr.choice([0.02, 0.05, 0.1]) * min(w, h) * k
    warp = cv2.getPerspectiveTransform(corners, target.astype(np.float32))
    shrink = 1 / k
    source = cv2.GaussianBlur(page, (0, 0), 0.4 * shrink) if shrink > 1.2 else page
    ground = texture(r, nr, height, width)
    if tight and r.random() < 0.7:
        ground[:] = page.mean()
    image = cv2.warpPerspective(source, warp, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=0)
    inside = cv2.warpPerspective(np.ones((h, w), np.float32), warp, (width, height))
    if not tight and r.random() < 0.3:
        shade = cv2.GaussianBlur(inside, (0, 0), nr.uniform(2, 9))
        ground *= 1 - nr.uniform(0, 0.6) * shade
    image = image + ground * (1 - inside)
    if len(points):
        flat = points[..., :2].reshape(-1, 2)
        below = flat + np.stack([np.zeros(len(flat)), points[..., 2].reshape(-1)], 1)
        there = cv2.perspectiveTransform(np.stack([flat, below]).astype(np.float32), warp)
        cap = np.linalg.norm(there[1] - there[0], axis=1)
        points = np.concatenate([there[0], cap[:, None]], 1).reshape(-1, POINTS, 3)
    return image, points


def light(r, nr, image):
    """Glare, shadows, a hand, low light, blur, noise, JPEG."""
    h, w = image.shape
    if r.random() < 0.3:
        small = cv2.resize(nr.uniform(0.45, 1.25, (3, 3)).astype(np.float32), (w, h), interpolation=cv2.INTER_CUBIC)
        image = image * small
    if r.random() < 0.15:
        layer = np.zeros((h, w), np.float32)
        size = (int(nr.uniform(0.02, 0.3) * w) + 1, int(nr.uniform(0.02, 0.15) * h) + 1)
        cv2.ellipse(layer, (r.randrange(w), r.randrange(h)), size, nr.uniform(0, 180), 0, 360, nr.uniform(40, 220), -1)
        image = image + cv2.GaussianBlur(layer, (0, 0), nr.uniform(2, 25))
    if r.random() < 0.08:  # fingers at the edge
        x, y = (r.choice([0, w]), r.randrange(h)) if r.random() < 0.5 else (r.randrange(w), r.choice([0, h]))
        size = (int(nr.uniform(0.03, 0.14) * w) + 1, int(nr.uniform(0.03, 0.1) * w) + 1)
        cv2.ellipse(image, (x, y), size, nr.uniform(0, 180), 0, 360, nr.uniform(60, 200), -1, cv2.LINE_AA)
    if r.random() < 0.1:
        image = image * nr.uniform(0.15, 0.5)
    kind = r.random()
    if kind < 0.45:
        image = cv2.GaussianBlur(image, (0, 0), nr.uniform(0.3, 1.3))
    elif kind < 0.55:
        k = r.randint(2, 6)
        kernel = np.zeros((k, k), np.float32)
        cv2.line(kernel, (0, r.randrange(k)), (k - 1, r.randrange(k)), 1)
        image = cv2.filter2D(image, -1, (kernel if r.random() < 0.5 else kernel.T) / max(1, kernel.sum()))
    if r.random() < 0.55:
        image = image + nr.normal(0, nr.uniform(1, 14), image.shape)
    image = np.clip(image, 0, 255).astype(np.uint8)
    kind = r.random()
    if kind < 0.03:
        image = cv2.threshold(image, 0, 255, cv2.THRESH_OTSU)[1]
    elif kind < 0.05:
        image = cv2.equalizeHist(image)
    if r.random() < 0.4:
        image = cv2.imdecode(cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, r.randint(20, 90)])[1], 0)
    return image


def sample(r, nr):
    """(grey picture with a long side of 512 px, lines (n, 9, 3)). `r` random.Random and `nr` RandomState, both seeded."""
    with_mrz = r.random() < 0.72
    seen = LONG_SIDE if r.random() < 0.65 else nr.uniform(250, 640)
    width = seen * nr.uniform(0.75, 1.3)
    if not with_mrz and r.random() < 0.15:
        image, points = texture(r, nr, int(seen * nr.uniform(0.4, 1)), int(seen)), np.zeros((0, POINTS, 3), np.float32)
    else:
        image, points = capture(r, nr, *bent(r, nr, *document(r, nr, width, with_mrz)), seen)
    image = light(r, nr, image)
    k = LONG_SIDE / max(image.shape)
    h, w = [max(32, int(round(v * k))) for v in image.shape]
    if (w, h) != image.shape[::-1]:
        ky, kx = h / image.shape[0], w / image.shape[1]
        image = cv2.resize(image, (w, h), interpolation=cv2.INTER_AREA if k < 1 else cv2.INTER_LINEAR)
        points = points * np.array([kx, ky, k], np.float32)
    return image, points.astype(np.float32)


def write_pool(folder, seed, chunks, size=200):
    """`chunks` files of `size` pages; a file appears whole, so training can start on the first one."""
    os.makedirs(folder, exist_ok=True)
    for k in range(chunks):
        r, nr = random.Random(seed * 1000 + k), np.random.RandomState(seed * 1000 + k)
        drawn = []
        for _ in range(size):
            image, points = sample(r, nr)
            drawn.append((cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, 95])[1].tobytes(), points))
        path = f"{folder}/{seed}-{k:03d}.pkl"
        with open(path + ".part", "wb") as f:
            pickle.dump(drawn, f)
        os.rename(path + ".part", path)
        print(path, flush=True)


def write_folder(folder, seed, count):
    os.makedirs(folder, exist_ok=True)
    r, nr, truth = random.Random(seed), np.random.RandomState(seed), []
    for k in range(count):
        image, points = sample(r, nr)
        cv2.imwrite(f"{folder}/{k:04d}.png", image)
        truth.append({"file": f"{k:04d}.png", "lines": [[[round(float(v), 2) for v in p] for p in line] for line in points]})
    with open(folder + "/truth.json", "w") as f:
        json.dump(truth, f)


if __name__ == "__main__":
    if sys.argv[1] == "--folder":
        write_folder(sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
    else:
        write_pool(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), *[int(a) for a in sys.argv[4:]])
