"""Draws the pages that the tests read: invented documents with an MRZ, small JPEG files and their truth.

    python3 fixtures.py ../../../test/fixtures/mrz

Other seeds and other drawing code than the training strips; the layouts follow ICAO Doc 9303 parts 4-7.
"""
import json
import os
import sys

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from mrz_text import check_digit as cd, pad

OCRB = "/usr/share/fonts/opentype/ocr-b/OCRB.otf"
SANS = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"
BOLD = "/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf"


def second_line(number, nation, birth, sex, expiry, optional, length):
    line = number + cd(number) + nation + birth + cd(birth) + sex + expiry + cd(expiry)
    if length == 44:
        line += pad(optional, 14) + cd(pad(optional, 14))
        return line + cd(line[0:10] + line[13:20] + line[21:43])
    line += pad(optional, 7)
    return line + cd(line[0:10] + line[13:20] + line[21:35])


def visa_line(number, nation, birth, sex, expiry, length):
    return pad(number + cd(number) + nation + birth + cd(birth) + sex + expiry + cd(expiry), length)


def td1(number, state, nation, birth, sex, expiry, optional, name):
    one = "I<" + state + number + cd(number) + pad(optional, 15)
    two = birth + cd(birth) + sex + expiry + cd(expiry) + nation + "<" * 11
    return [one, two + cd(one[5:30] + two[0:7] + two[8:15] + two[18:29]), pad(name, 30)]


DOCUMENTS = [
    ("td3-passport", "TD3", 900, 634, 17.6, [
        pad("P<UTOSANDBERG<<MAJA<LOVISA", 44),
        second_line("X61904Q72", "UTO", "910318", "F", "310522", "Z81-19K07".replace("-", ""), 44)]),
    ("td1-identity-card", "TD1", 820, 518, 23.0,
        td1("B07731958", "UTO", "UTO", "850930", "M", "291114", "", "OQUIST<<DAVID<GORAN")),
    ("td2-card", "TD2", 760, 534, 17.5, [
        pad("I<UTOKOWALCZYK<<ZOFIA", 36), second_line("Q5502D81<", "UTO", "780206", "F", "280101", "", 36)]),
    ("mrv-a-visa", "MRV-A", 860, 574, 17.0, [
        pad("V<UTOMBEKI<<AMINATA<SALIMATA", 44), visa_line("U80217745", "UTO", "990712", "F", "270630", 44)]),
    ("td3-wrong-check-digit", "TD3", 720, 507, 14.2, [
        pad("P<UTONOVACEK<<JIRI", 44),
        second_line("K40028815", "UTO", "640107", "M", "300909", "", 44)[:-1] + "1"]),
]
LABELS = ["UTOPIA", "Surname / Nom", "Given names / Prenoms", "Nationality / Nationalite UTOPIAN", "Date of birth", "Authority"]


def draw(width, height, pitch, lines, seed):
    r = np.random.RandomState(seed)
    ys, xs = np.mgrid[0:height, 0:width].astype(np.float32)
    paper = np.stack([226 + 9 * np.sin(xs / 61 + c) + 7 * np.sin((ys + xs * 0.3) / 37 + 2 * c) for c in range(3)], -1)
    page = Image.fromarray(np.clip(paper, 0, 255).astype(np.uint8))
    pen = ImageDraw.Draw(page)
    line_gap = pitch * 1.67
    top = height - line_gap * (len(lines) + 0.9)
    pen.rectangle([width * 0.05, height * 0.2, width * 0.29, top - height * 0.08], fill=(176, 184, 190))
    name = lines[-1 if len(lines) == 3 else 0]
    name = name[5:] if len(lines) == 2 else name
    family, given = (part.replace("<", " ").strip() for part in name.split("<<", 1))
    small, large = ImageFont.truetype(SANS, int(height * 0.026)), ImageFont.truetype(BOLD, int(height * 0.042))
    pen.text((width * 0.05, height * 0.05), LABELS[0], font=ImageFont.truetype(BOLD, int(height * 0.06)), fill=(40, 50, 110))
    for i, (label, value) in enumerate([(LABELS[1], family), (LABELS[2], given), (LABELS[3], ""), (LABELS[4], "")]):
        pen.text((width * 0.34, height * (0.18 + 0.13 * i)), label, font=small, fill=(70, 80, 120))
        pen.text((width * 0.34, height * (0.215 + 0.13 * i)), value, font=large, fill=(25, 25, 35))
    font = ImageFont.truetype(OCRB, 200)
    font = ImageFont.truetype(OCRB, int(round(200 * pitch * 0.955 / (font.getbbox("H")[3] - font.getbbox("H")[1]))))
    left = (width - pitch * len(lines[0])) / 2
    for n, line in enumerate(lines):
        for i, c in enumerate(line):
            pen.text((left + i * pitch, top + n * line_gap), c, font=font, fill=(28, 28, 30))
    image = np.asarray(page).astype(np.float32)
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), r.uniform(-1.5, 1.5), 0.97)
    image = cv2.warpAffine(image, turn, (width, height), borderValue=(52, 52, 54), flags=cv2.INTER_LINEAR)
    image = cv2.GaussianBlur(image, (0, 0), 0.6) + r.normal(0, 2.0, image.shape)
    return np.clip(image, 0, 255).astype(np.uint8)


def main(folder):
    os.makedirs(folder, exist_ok=True)
    truth = []
    for seed, (name, kind, width, height, pitch, lines) in enumerate(DOCUMENTS):
        picture = draw(width, height, pitch, lines, 40 + seed)
        Image.fromarray(picture).save(f"{folder}/{name}.jpg", quality=74)
        valid = name != "td3-wrong-check-digit"
        truth.append({"file": name + ".jpg", "format": kind, "lines": lines, "checksPrinted": valid})
    with open(folder + "/truth.json", "w") as f:
        json.dump(truth, f, indent=2)
        f.write("\n")


if __name__ == "__main__":
    main(sys.argv[1])
