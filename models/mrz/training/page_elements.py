"""What is printed on a page besides and including its MRZ: drawn flat, in grey, with Pillow and OpenCV.

Every function draws on `page` (float32, 0-255, changed in place) inside a box (x, y, w, h) with the seeded `r` and `nr`.
"""
import functools
import math

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from generate import CAP, CELL_H, FACES, FONT_ROOT, SHARES, overlay, put_line
from mrz_text import DIGITS, FAMILY, GIVEN, LETTERS, random_line

SANS = [
    FONT_ROOT + p
    for p in (
        "truetype/dejavu/DejaVuSans.ttf",
        "truetype/dejavu/DejaVuSans-Bold.ttf",
        "truetype/dejavu/DejaVuSerif.ttf",
        "truetype/liberation/LiberationSans-Regular.ttf",
        "truetype/liberation/LiberationSans-Bold.ttf",
        "truetype/liberation/LiberationSerif-Regular.ttf",
        "truetype/liberation/LiberationSerif-Italic.ttf",
        "truetype/liberation/LiberationSansNarrow-Regular.ttf",
        "fonts-go/Go-Medium.ttf",
    )
]
MONO = [
    FONT_ROOT + p
    for p in (
        "opentype/ocr-b/OCRB.otf",
        "truetype/dejavu/DejaVuSansMono.ttf",
        "truetype/liberation/LiberationMono-Regular.ttf",
        "opentype/freefont/FreeMonoBold.otf",
        "truetype/hack/Hack-Regular.ttf",
    )
]
WORDS = "Surname Nom Given names Prenoms Nationality Date of birth Sex Place Authority Passport No Date of issue expiry REPUBLIC".split()
CODE = ["for (i = 0; i < n; i++) {", "return x << 8 | y;", "if a <= b && c != d", "#include <stdio.h>", "}", "  let total = 0;"]


@functools.lru_cache(maxsize=600)
def font(path, size):
    return ImageFont.truetype(path, size)


def word(r):
    kind = r.random()
    if kind < 0.3:
        return r.choice(WORDS)
    if kind < 0.5:
        return r.choice(FAMILY + GIVEN)
    if kind < 0.65:
        return "".join(r.choice(DIGITS) for _ in range(r.randint(1, 10)))
    if kind < 0.75:
        return "%02d.%02d.%d" % (r.randint(1, 31), r.randint(1, 12), r.randint(1930, 2035))
    made = "".join(r.choice("aeioutnrslmkdpbgvz") for _ in range(r.randint(1, 11)))
    return r.choice([made, made, made.upper(), made.capitalize()])


def sentence(r, words):
    return " ".join(word(r) for _ in range(words))


def write(page, rows, ink):
    """`rows` of (x, y, text, font) in grey `ink`, through one mask."""
    canvas = Image.new("L", (page.shape[1], page.shape[0]), 0)
    pen = ImageDraw.Draw(canvas)
    for x, y, text, face in rows:
        pen.text((x, y), text, font=face, fill=255)
    mask = np.asarray(canvas, np.float32) / 255
    page += (ink - page) * mask


def fields(page, box, r, nr):
    """Captions and values, as on a data page."""
    x, y, w, h = box
    caption, value = font(r.choice(SANS), r.randint(5, 9)), font(r.choice(SANS), r.randint(8, 20))
    step, rows, columns = value.size + caption.size + r.randint(3, 14), [], r.choice([1, 1, 2, 3])
    for n in range(int(h / step)):
        for c in range(columns):
            left = x + c * w / columns
            rows.append((left, y + n * step, sentence(r, r.randint(1, 3)), caption))
            rows.append((left, y + n * step + caption.size + 1, sentence(r, 1 if columns > 1 else r.randint(1, 3)), value))
    write(page, rows, nr.uniform(0, 110))


def paragraph(page, box, r, nr):
    """Running text, now and then typewritten, set in capitals, or a program."""
    x, y, w, h = box
    mono, size = r.random() < 0.4, r.randint(5, 20)
    face = font(r.choice(MONO if mono else SANS), size)
    step, style = size * r.uniform(1.0, 2.2), r.random()
    rows = []
    for n in range(min(60, int(h / step))):
        if mono and style < 0.15:
            text = "  " * r.randint(0, 3) + r.choice(CODE)
        else:
            text = sentence(r, max(1, int(w / size / r.uniform(2.5, 9))))
        text = text.upper() if style > 0.75 else text.lower() if style > 0.6 and mono else text
        rows.append((x, y + n * step, text[: max(1, int(w / size * (1.65 if mono else 2.1)))], face))
    write(page, rows, nr.uniform(0, 120))


def form(page, box, r, nr):
    """Ruled boxes with print in them: a table, a grid of squares, a form."""
    x, y, w, h = [int(v) for v in box]
    across, down, ink = r.randint(1, 8), r.randint(2, 12), nr.uniform(0, 150)
    face, rows = font(r.choice(SANS + MONO), r.randint(5, 13)), []
    for i in range(down + 1):
        cv2.line(page, (x, y + h * i // down), (x + w, y + h * i // down), ink, r.choice([1, 1, 2]))
    for i in range(across + 1):
        cv2.line(page, (x + w * i // across, y), (x + w * i // across, y + h), ink, 1)
    if r.random() < 0.8:
        for i in range(across * down):
            text = sentence(r, r.randint(0, 2))[: max(1, int(w / across / face.size * 1.7))]
            rows.append((x + 3 + w * (i % across) // across, y + 2 + h * (i // across) // down, text, face))
        write(page, rows, ink)


def barcode(page, box, r, nr):
    x, y, w, h = [int(v) for v in box]
    ink = nr.uniform(0, 90)
    if r.random() < 0.6:
        bars = np.repeat(nr.rand(w) < 0.5, r.randint(1, 4))[:w]
        page[y : y + h, x : x + w][:, bars[: page[y : y + h, x : x + w].shape[1]]] = ink
    else:
        side, cell = min(w, h), r.randint(2, 7)
        dots = np.kron((nr.rand(side // cell + 1, side // cell + 1) < 0.5), np.ones((cell, cell)))[:side, :side] > 0
        part = page[y : y + side, x : x + side]
        part[dots[: part.shape[0], : part.shape[1]]] = ink


def portrait(page, box, r, nr):
    x, y, w, h = [int(v) for v in box]
    cv2.rectangle(page, (x, y), (x + w, y + h), nr.uniform(110, 245), -1)
    cv2.ellipse(page, (x + w // 2, y + h), (int(w * 0.48), int(h * 0.3)), 0, 180, 360, nr.uniform(20, 200), -1)
    cv2.ellipse(page, (x + w // 2, y + int(h * 0.42)), (int(w * 0.3), int(h * 0.34)), 0, 0, 360, nr.uniform(20, 120), -1)
    cv2.ellipse(page, (x + w // 2, y + int(h * 0.47)), (int(w * 0.23), int(h * 0.28)), 0, 0, 360, nr.uniform(90, 220), -1)
    for dx in (-0.1, 0.1):
        cv2.circle(page, (x + int(w * (0.5 + dx)), y + int(h * 0.42)), max(1, w // 24), nr.uniform(10, 80), -1)
    texture = cv2.resize(nr.normal(0, 12, (12, 10)).astype(np.float32), (w, h), interpolation=cv2.INTER_CUBIC)
    part = page[y : y + h, x : x + w]
    part += texture[: part.shape[0], : part.shape[1]]


def ornament(page, box, r, nr):
    """A crest, a chip, a signature, a fan of lines, or perforated dots."""
    x, y, w, h = [int(v) for v in box]
    ink, kind, thick = nr.uniform(10, 210), r.randrange(6), r.choice([1, 1, 2, 3, -1])
    if kind == 0:
        corners = nr.uniform(0, 1, (r.randint(3, 9), 2)) * (w, h) + (x, y)
        cv2.fillPoly(page, [corners.astype(np.int32)], ink, cv2.LINE_AA)
    elif kind == 1:
        cv2.ellipse(page, (x + w // 2, y + h // 2), (max(1, w // 2), max(1, h // 2)), 0, 0, 360, ink, thick, cv2.LINE_AA)
    elif kind == 2:
        cv2.rectangle(page, (x, y), (x + w, y + h), ink, thick)
    elif kind == 3:
        t = np.linspace(0, 1, 80)
        wave = np.sin(t * nr.uniform(9, 60)) * nr.uniform(0.1, 0.5) + 0.3 * np.sin(t * 7 + nr.uniform(0, 6))
        cv2.polylines(page, [np.stack([x + t * w, y + h * (0.5 + wave)], 1).astype(np.int32)], False, ink, abs(thick), cv2.LINE_AA)
    elif kind == 4:
        for i in range(r.randint(4, 40)):
            cv2.line(page, (x, y + i * 5), (x + w, y + int(i * nr.uniform(3, 7))), ink, 1, cv2.LINE_AA)
    else:
        for i in range(r.randint(6, 60)):
            cv2.circle(page, (x + (i * 7) % max(8, w), y + 7 * (i * 7 // max(8, w))), r.choice([1, 2]), ink, -1)


def near_miss(page, box, r, nr):
    """One row of capitals and digits in a monospaced face that is no MRZ: spaced, short or punctuated."""
    x, y, w, _ = box
    face = font(r.choice(MONO), r.randint(8, 22))
    room = max(2, int(w / face.size * 1.6))
    kind = r.random()
    if kind < 0.4:
        text = " ".join("".join(r.choice(LETTERS + DIGITS) for _ in range(r.randint(2, 8))) for _ in range(9))[:room]
    elif kind < 0.6:
        text = "".join(r.choice(LETTERS + DIGITS) for _ in range(min(room, r.randint(4, 12))))
    elif kind < 0.75:
        text = (r.choice([".", "-", "_", "*", "=", "x ", "/ ", "- "]) * 99)[:room]
    else:
        text = "  ".join("%d,%02d" % (r.randint(0, 999), r.randint(0, 99)) for _ in range(9))[:room]
    write(page, [(x, y + i * face.size * 1.4, text, face) for i in range(r.randint(1, 3))], nr.uniform(0, 100))


ELEMENTS = (fields, fields, fields, paragraph, paragraph, form, barcode, portrait, ornament, ornament, ornament, near_miss)


def block_text(r):
    """The lines of one zone, all of one length: TD1, TD2, TD3, visas, the old French card, one-line licences."""
    length, lines = r.choices([(30, 3), (36, 2), (44, 2), (30, 1), (44, 1), (36, 3)], [34, 18, 40, 5, 2, 1])[0]
    text = []
    while len(text) < lines:
        line = random_line(r)
        if len(line) == length:
            text.append(line)
    return text


def draw_block(page, left, top, width, r, nr):
    """Draws an MRZ `width` px wide; returns its lines as (x0, x1, y of the middle, capital height) in page px."""
    text = block_text(r)
    face = r.choices(FACES, SHARES)[0]
    glyphs = face.weights[r.choice(face.usual)]
    pitch, spacing = face.pitch * nr.uniform(0.94, 1.1), nr.uniform(1.45, 2.5) * CAP
    length, jitter = len(text[0]) * pitch, r.random() < 0.1
    ink = np.zeros((int(CELL_H + spacing * (len(text) - 1)), int(length) + 140), np.uint8)
    for i, line in enumerate(text):
        put_line(ink, face, glyphs, line, 24, int(i * spacing), pitch, r, jitter)
    k = width / length
    alpha = cv2.resize(ink, (max(8, round(ink.shape[1] * k)), max(4, round(ink.shape[0] * k))), interpolation=cv2.INTER_AREA)
    fade = nr.uniform(0.6, 1.0) * (0.5 + 0.5 * cv2.resize(nr.rand(2, 6).astype(np.float32), alpha.shape[::-1])) if r.random() < 0.15 else nr.uniform(0.75, 1)
    x, y = int(round(left - 24 * k)), int(round(top - (CELL_H - CAP) / 2 * k))
    x0, y0 = max(0, -x), max(0, -y)
    part = page[max(0, y) : y + alpha.shape[0], max(0, x) : x + alpha.shape[1]]
    alpha = (alpha.astype(np.float32) / 255 * fade)[y0 : y0 + part.shape[0], x0 : x0 + part.shape[1]]
    if r.random() < 0.3 and part.size:  # many documents keep the zone free of other print
        calm = nr.uniform(0.6, 1)
        part += (part.mean() + nr.uniform(0, 25) - part) * calm
    ink_level = min(nr.uniform(0, 100), max(0.0, float(part.mean()) - nr.uniform(40, 70))) if part.size else 0.0
    part += (ink_level - part) * alpha
    if part.shape[0] > 8 and part.shape[1] > 40 and r.random() < 0.45:
        part[:] = overlay(r, nr, part.copy())
    shift = (pitch - face.pitch) / 2
    return [
        (x + (24 - shift) * k, x + (24 - shift + length) * k, y + (i * spacing + CELL_H / 2) * k, CAP * k)
        for i in range(len(text))
    ]


def stamp(page, r, nr):
    """A round or square stamp, or one big word, anywhere on the page."""
    h, w = page.shape
    layer = Image.new("L", (w, h), 0)
    pen, ink = ImageDraw.Draw(layer), r.randint(60, 200)
    x, y, size = r.randint(-20, w), r.randint(-20, h), r.randint(min(w, h) // 10, max(2, min(w, h) // 2))
    if r.random() < 0.5:
        pen.text((x - w // 4, y), r.choice(["SPECIMEN", "MUSTER", "COPY", "VOID", "ENTRY 12 MAY 2019"]), font=font(SANS[1], size // 2 + 6), fill=ink)
    else:
        pen.ellipse([x, y, x + size, y + size], outline=ink, width=max(1, size // 25))
        pen.text((x + size // 4, y + size // 3), sentence(r, 1), font=font(SANS[0], size // 6 + 5), fill=ink)
    turn = cv2.getRotationMatrix2D((w / 2, h / 2), nr.uniform(-45, 45), 1)
    mask = cv2.warpAffine(np.asarray(layer, np.float32), turn, (w, h)) / 255
    page -= mask * np.maximum(0, page - nr.uniform(40, 150))


def guilloche(page, r, nr):
    h, w = page.shape
    xs, amount, mask = np.arange(0, w, 5, dtype=np.float32), nr.uniform(4, 40), np.zeros((h, w), np.uint8)
    for _ in range(r.randint(3, 22)):
        ys = nr.uniform(0, h) + nr.uniform(1, 0.3 * h) * np.sin(xs / nr.uniform(20, 300) * math.tau + nr.uniform(0, 6))
        cv2.polylines(mask, [np.stack([xs, ys], 1).astype(np.int32)], False, 255, 1, cv2.LINE_AA)
    page -= mask.astype(np.float32) * (amount / 255)
