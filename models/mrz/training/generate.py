"""Draws the training lines: text in the print, on the paper, through the scanner, as the reader will cut it out.

Each sample is a 32 x 640 grey strip (capitals near 20 px high, width squeezed by 0.6) and one class per 4 columns.
No picture of a real document is used anywhere; everything is drawn from the fonts listed in FONTS.
"""
import math
import os
import random
import sys

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from mrz_text import ALPHABET, DIGITS, LETTERS, random_line

cv2.setNumThreads(1)
HEIGHT, WIDTH, STEP = 32, 640, 4
BLANK = len(ALPHABET)
INDEX = {c: i for i, c in enumerate(ALPHABET)}
CAP = 48  # capitals in the master drawing, px
CELL_H = 84
FONT_ROOT = "/usr/share/fonts/"
# (file, share in percent, thin): OCR-B carries the set; the monospaced others stand for documents printed in the wrong
# font. Typewriter faces are thin already and are only ever thickened.
FONTS = [
    ("opentype/ocr-b/OCRB.otf", 42, False),
    ("opentype/ocr-b/OCRBS.otf", 36, False),
    ("truetype/dejavu/DejaVuSansMono.ttf", 2, False),
    ("truetype/dejavu/DejaVuSansMono-Bold.ttf", 1, False),
    ("truetype/liberation/LiberationMono-Regular.ttf", 2, False),
    ("truetype/liberation/LiberationMono-Bold.ttf", 1, False),
    ("opentype/freefont/FreeMono.otf", 2, True),
    ("opentype/freefont/FreeMonoBold.otf", 1, False),
    ("opentype/urw-base35/NimbusMonoPS-Regular.otf", 3, True),
    ("opentype/urw-base35/NimbusMonoPS-Bold.otf", 1, False),
    ("opentype/courier-prime/Courier Prime.otf", 2, True),
    ("fonts-go/Go-Mono.ttf", 3, False),
    ("truetype/noto/NotoMono-Regular.ttf", 2, False),
    ("truetype/paratype/PTM55F.ttf", 1, False),
    ("truetype/hack/Hack-Regular.ttf", 1, False),
]
DEJAVU = FONT_ROOT + "truetype/dejavu/"
PRINTED = [DEJAVU + n for n in ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf", "DejaVuSerif.ttf")]


class Face:
    """One font at CAP px: a cell picture per character, in normal and six other stroke weights."""

    def __init__(self, path, thin):
        probe = ImageFont.truetype(path, 200).getbbox("H")
        font = ImageFont.truetype(path, int(round(200 * CAP / (probe[3] - probe[1]))))
        base = font.getbbox("H")[3]
        self.pitch = int(round(font.getlength("H")))
        self.cell_w = self.pitch + 24
        plain = {}
        for c in ALPHABET:
            cell = Image.new("L", (self.cell_w, CELL_H), 0)
            x = (self.cell_w - font.getlength(c)) / 2
            ImageDraw.Draw(cell).text((x, (CELL_H + CAP) / 2 - base), c, font=font, fill=255)
            plain[c] = np.asarray(cell, np.uint8)
        strokes = (0, 1, 2, 3, 4) if thin else (-2, -1, 0, 1, 2, 3)
        self.weights = {k: {c: thicken(a, k) for c, a in plain.items()} for k in strokes}
        self.usual = (0, 0, 0, 1, 2, 3, 4) if thin else (-2, -1, 0, 0, 0, 1, 1, 2, 3)


def thicken(cell, k):
    if k == 0:
        return cell
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (abs(k) + 2 - abs(k) % 2 + (abs(k) % 2 == 1),) * 2)
    return cv2.dilate(cell, kernel) if k > 0 else cv2.erode(cell, kernel)


FACES = [Face(FONT_ROOT + path, thin) for path, _, thin in FONTS]
SHARES = [share for _, share, _ in FONTS]
PROSE = [ImageFont.truetype(p, s) for p in PRINTED for s in (26, 36, 50)]


def put_line(ink, face, glyphs, text, x0, y0, pitch, r, jitter):
    for i, c in enumerate(text):
        y, x = y0 + (r.randint(-2, 2) if jitter else 0), x0 + int(i * pitch) - 12 + (r.randint(-1, 1) if jitter else 0)
        top, bottom = max(0, y), min(ink.shape[0], y + CELL_H)
        if bottom > top:
            part = ink[top:bottom, x : x + face.cell_w]
            np.maximum(part, glyphs[c][top - y : bottom - y], out=part)


def prose(r):
    size = r.randint(2, 9)
    return " ".join("".join(r.choice(LETTERS + LETTERS.lower() + DIGITS) for _ in range(size)) for _ in range(8))


def master(r, nr, text):
    """The inked line with what stands above and below it, at CAP px: (ink, pitch, x of the first cell, y of the middle)."""
    face = r.choices(FACES, SHARES)[0]
    glyphs = face.weights[r.choice(face.usual)]
    # Printers set the same letters closer or wider: the shape of a letter says little about the distance to the next.
    pitch = face.pitch * nr.uniform(0.94, 1.1)
    x0, y0 = 64, CELL_H
    ink = np.zeros((CELL_H * 3, int(len(text) * pitch) + 140), np.uint8)
    jitter = r.random() < 0.2
    put_line(ink, face, glyphs, text, x0, y0, pitch, r, jitter)
    spacing = nr.uniform(1.6, 2.9) * CAP
    for side in (-1, 1):
        kind = r.random()
        y = int(y0 + side * spacing)
        if kind < 0.55:
            other = (random_line(r) * 2)[: len(text)]
            put_line(ink, face, glyphs, other, x0, y, pitch, r, jitter)
        elif kind < 0.68:
            canvas = Image.fromarray(ink)
            ImageDraw.Draw(canvas).text((r.randint(-50, 400), y + 14), prose(r), font=r.choice(PROSE), fill=r.randint(120, 255))
            kept = np.asarray(canvas).copy()
            lo, hi = y0 + 6, y0 + CELL_H - 6
            kept[lo:hi] = ink[lo:hi]
            ink = kept
    # The cell of a letter is as wide as the pitch and has the letter in its middle.
    return ink, pitch, x0 - (pitch - face.pitch) / 2, y0 + CELL_H / 2


def background(r, nr, h, w):
    paper = np.full((h, w), nr.uniform(110, 255), np.float32)
    if r.random() < 0.7:
        paper += np.linspace(-0.5, 0.5, w, dtype=np.float32)[None] * nr.uniform(-70, 70)
        paper += np.linspace(-0.5, 0.5, h, dtype=np.float32)[:, None] * nr.uniform(-30, 30)
    if r.random() < 0.6:
        grid = nr.normal(0, nr.uniform(5, 24), (r.randint(2, 6), r.randint(6, 44))).astype(np.float32)
        paper += cv2.resize(grid, (w, h), interpolation=cv2.INTER_CUBIC)
    if r.random() < 0.5:  # guilloche
        xs, amount = np.arange(0, w, 4, dtype=np.float32), nr.uniform(4, 28) * r.choice([-1, -1, 1])
        mask = np.zeros((h, w), np.uint8)
        for _ in range(r.randint(2, 9)):
            ys = nr.uniform(-6, h + 6) + nr.uniform(1, 0.6 * h) * np.sin(xs / nr.uniform(20, 220) * 6.283 + nr.uniform(0, 6.3))
            ys += nr.uniform(-0.15, 0.15) * (xs - w / 2)
            cv2.polylines(mask, [np.stack([xs, ys], 1).astype(np.int32)], False, 255, r.choice([1, 1, 2]), cv2.LINE_AA)
        paper += mask.astype(np.float32) * (amount / 255)
    if r.random() < 0.2:  # a fold of the cover, the end of the card or the glass beside or below the line
        level = nr.uniform(-140, 80)
        if r.random() < 0.6:
            edge = int(nr.uniform(0, 0.16) * h)
            paper[(h - edge) :] += level
        else:
            edge = int(nr.uniform(0, 0.01) * w)
            paper[:, :edge] += level
            paper[:, w - edge :] += level
    return paper


def overlay(r, nr, image):
    """Stamps, red words across the page, scratches: everything that lies over the ink."""
    h, w = image.shape
    kind = r.random()
    if kind < 0.06:  # round or square stamp
        mask = np.zeros((h, w), np.uint8)
        for _ in range(r.randint(1, 3)):
            c, size, t = (r.randrange(w), r.randrange(-h, 2 * h)), r.randint(h // 2, 4 * h), max(1, h // r.randint(8, 20))
            if r.random() < 0.7:
                cv2.ellipse(mask, c, (size * 2, size), 0, 0, 360, 255, t, cv2.LINE_AA)
            else:
                cv2.rectangle(mask, c, (c[0] + 4 * size, c[1] + size), 255, t)
        return image - mask * (nr.uniform(25, 110) / 255)
    if kind < 0.14:  # a big word in tinted ink across the line, or its pale security print
        canvas = Image.new("L", (w, h), 0)
        word = r.choice(["SPECIMEN", "SAMPLE", "MUSTER", "VOID", "COPY", "UTOPIA", prose(r)])
        font = ImageFont.truetype(r.choice(PRINTED), max(8, int(h * nr.uniform(0.6, 3.5))))
        ImageDraw.Draw(canvas).text((r.randint(-w // 4, w - 1), int(nr.uniform(-1.5, 0.5) * h)), word, font=font, fill=255)
        return image + np.asarray(canvas, np.float32) * (nr.uniform(-95, 45) / 255)
    if kind < 0.22:
        mask = np.zeros((h, w), np.uint8)
        for _ in range(r.randint(1, 3)):
            a, b = (r.randrange(w), r.randrange(-h, 2 * h)), (r.randrange(w), r.randrange(-h, 2 * h))
            cv2.line(mask, a, b, 255, r.choice([1, 1, 2]), cv2.LINE_AA)
        return image + mask * (nr.uniform(-80, 70) / 255)
    if kind < 0.27:  # hologram: bands of fine bright or dark lines in a patch
        xs, ys = np.meshgrid(np.arange(w, dtype=np.float32), np.arange(h, dtype=np.float32))
        period, turn = nr.uniform(0.12, 0.8) * h, nr.uniform(0, 3.14)
        wave = 0.5 + 0.5 * np.sin((xs * math.cos(turn) + ys * math.sin(turn)) / period * 6.283)
        patch = np.exp(-((xs - nr.uniform(0, w)) ** 2 / nr.uniform(4, 60) + (ys - nr.uniform(0, h)) ** 2) / (2 * (0.7 * h) ** 2))
        return image + (wave * patch * nr.uniform(-45, 110)).astype(np.float32)
    if kind < 0.37:  # reflection of the lamp
        xs, ys = np.meshgrid(np.arange(w, dtype=np.float32), np.arange(h, dtype=np.float32))
        spread = nr.uniform(0.5, 5) * h
        blob = np.exp(-((xs - nr.uniform(0, w)) ** 2 / nr.uniform(1, 9) + (ys - nr.uniform(0, h)) ** 2) / (2 * spread**2))
        return image + nr.uniform(30, 190) * blob.astype(np.float32)
    return image


def optics(r, nr, image, cap, contrast):
    kind, coarse = r.random(), cap < 8.5  # what is already at the limit of resolution is spared the rest
    if kind < 0.55:
        image = cv2.GaussianBlur(image, (0, 0), max(0.15, nr.uniform(0.02, 0.09 if coarse else 0.14) * cap))
    elif kind < 0.68 and not coarse:
        k = max(2, int(nr.uniform(0.08, 0.24) * cap))
        kernel = np.zeros((k, k), np.float32)
        if r.random() < 0.5:
            kernel[k // 2] = 1 / k
        else:
            kernel[:, k // 2] = 1 / k
        image = cv2.filter2D(image, -1, kernel)
    if r.random() < 0.7:
        image = image + nr.normal(0, nr.uniform(1, min(12, 2 + (0.06 if coarse else 0.14) * contrast)), image.shape)
    if r.random() < 0.15:
        image = image + nr.uniform(0.5, 2) * (image - cv2.GaussianBlur(image.astype(np.float32), (0, 0), 1.2))
    image = np.clip(image, 0, 255).astype(np.uint8)
    if r.random() < 0.5:
        ok, code = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, r.randint(30 if coarse else 18, 92)])
        image = cv2.imdecode(code, 0)
    kind = r.random()
    if kind < 0.05 and cap > 9:  # a fax or an office scan in black and white
        if r.random() < 0.5:
            image = cv2.threshold(image, 0, 255, cv2.THRESH_OTSU)[1]
        else:
            block = int(cap * nr.uniform(1, 3)) | 1
            image = cv2.adaptiveThreshold(image, 255, cv2.ADAPTIVE_THRESH_GAUSSIAN_C, cv2.THRESH_BINARY, max(3, block), r.randint(4, 14))
    elif kind < 0.10:  # few grey levels, as in a GIF or an indexed PNG
        image = (image // (s := r.choice([16, 24, 32, 48])) * s).astype(np.uint8)
    elif kind < 0.12:  # a bad local contrast setting
        image = cv2.equalizeHist(image)
    return image


def labels(text, x0, pitch):
    at = ((np.arange(WIDTH // STEP) + 0.5) * STEP - x0) / pitch
    cell = np.floor(at).astype(int)
    inside = (cell >= 0) & (cell < len(text)) & (np.abs(at - cell - 0.5) < 0.27)
    y = np.full(WIDTH // STEP, BLANK, np.uint8)
    y[inside] = np.array([INDEX[c] for c in text], np.uint8)[cell[inside]]
    return y


def sample(r, nr, text=None):
    """(strip 32x640 uint8, class per 4 columns uint8, text). `r` random.Random and `nr` RandomState: both seeded."""
    text = text or random_line(r)
    ink, cell, x_first, y_mid = master(r, nr, text)
    # The scanner's resolution, capitals in px; small ones are drawn more often because they are harder.
    cap_seen = math.exp(nr.uniform(math.log(6.0), math.log(r.choice([14, 30, 30]))))
    cap = nr.uniform(15.5, 25.5)  # as cut out: the reader's measure of the line is never exact
    # The reader re-cuts a strip whose pitch is off, so a character always takes two and a half to four of its steps.
    pitch = float(np.clip(cap * (cell / CAP) * nr.uniform(0.88, 1.14) * nr.uniform(0.58, 0.64), 9.8, 15.2))
    pitch = min(pitch, (WIDTH - 12) / (len(text) + 0.3))
    free = WIDTH - len(text) * pitch
    x0 = nr.uniform(2, min(free - 2, 60)) if free > 6 else 2
    y0 = HEIGHT / 2 + nr.uniform(-3.4, 3.4)
    turn = float(np.clip(nr.normal(0, 0.007), -0.018, 0.018))
    shear, sx, sy = nr.normal(0, 0.06), pitch / cell, cap / CAP
    affine = np.array([[sx, shear * sx, x0 - x_first * sx - shear * sx * y_mid], [0, sy, y0 - y_mid * sy]])
    affine[1] += turn * affine[0]
    affine[1, 2] -= turn * WIDTH / 2
    ky = cap_seen / cap
    h, w = max(6, round(HEIGHT * ky)), max(32, round(WIDTH * ky / 0.6))
    seen = np.diag([w / WIDTH, h / HEIGHT]) @ affine
    shrink = CAP / cap_seen
    source = cv2.GaussianBlur(ink, (0, 0), shrink * 0.42) if shrink > 1.5 else ink
    alpha = cv2.warpAffine(source, seen, (w, h), flags=cv2.INTER_LINEAR, borderValue=0).astype(np.float32) / 255
    if r.random() < 0.3:  # the bend of an open book
        xs, ys = np.meshgrid(np.arange(w, dtype=np.float32), np.arange(h, dtype=np.float32))
        bend = nr.uniform(0, 0.08) * cap_seen * np.sin(xs / (nr.uniform(0.7, 2.5) * w) * 6.283 + nr.uniform(0, 6.3))
        alpha = cv2.remap(alpha, xs, ys + bend.astype(np.float32), cv2.INTER_LINEAR)
    paper = background(r, nr, h, w)
    if r.random() < 0.08:  # infrared: the coloured print of the page is gone, the paper even
        paper = np.full_like(paper, nr.uniform(150, 250)) + 0.1 * (paper - paper.mean())
    dark = nr.uniform(0, 110) if r.random() < 0.88 else nr.uniform(100, 160)
    dark = min(dark, paper.mean() - nr.uniform(45, 75))
    if r.random() < 0.06:  # low light: little signal above the noise
        dim = nr.uniform(0.22, 0.5)
        paper, dark = paper * dim, max(0.0, dark * dim)
    if r.random() < 0.15:
        uneven = nr.uniform(0.5, 1.15, (2, r.randint(8, 44))).astype(np.float32)
        alpha = alpha * np.clip(cv2.resize(uneven, (w, h)), 0, 1)
    alpha = alpha * nr.uniform(0.75, 1.0)
    image = overlay(r, nr, paper * (1 - alpha) + dark * alpha)
    image = optics(r, nr, image, cap_seen, paper.mean() - dark)
    if cap_seen < 14 and r.random() < 0.15:  # somebody enlarged the picture and saved it again
        up = nr.uniform(1.2, 2.2)
        image = cv2.resize(image, None, fx=up, fy=up, interpolation=r.choice([cv2.INTER_LINEAR, cv2.INTER_CUBIC]))
        image = optics(r, nr, image, cap_seen * up, paper.mean() - dark)
        ky *= up
    how = cv2.INTER_AREA if ky > 1.3 else r.choice([cv2.INTER_LINEAR, cv2.INTER_CUBIC])
    return cv2.resize(image, (WIDTH, HEIGHT), interpolation=how), labels(text, x0, pitch), text


def write_pool(folder, seed, chunks, size=1000):
    """`chunks` files of `size` lines; a file appears whole, so training can start on the first one."""
    os.makedirs(folder, exist_ok=True)
    for k in range(chunks):
        r, nr = random.Random(seed * 1000 + k), np.random.RandomState(seed * 1000 + k)
        drawn = [sample(r, nr) for _ in range(size)]
        path = f"{folder}/{seed}-{k:03d}.npz"
        np.savez(path + ".part.npz", x=np.stack([d[0] for d in drawn]), y=np.stack([d[1] for d in drawn]))
        os.rename(path + ".part.npz", path)
        print(path, flush=True)


if __name__ == "__main__":
    write_pool(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]) if len(sys.argv) > 4 else 1000)
