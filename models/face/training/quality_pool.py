"""Degrades aligned face chips and pairs each result with the match score it lost. No labels of identity are used.

    python3 quality_pool.py degrade CHIPS CROPS SEED PER_FACE FIRST LAST    (CHIPS.rgb from cut-face-chips.ts)
    npx tsx scripts/face-training/embed-crops.ts CROPS.rgb CROPS.f32
    python3 quality_pool.py pair CROPS POOL.npz

Per face the untouched crop comes first. Arrays: x (N, 80, 80, 3) RGB; lost, 1 - cosine to the untouched crop, 0...1; kind;
face; norm of the embedding; directions (N, 256).
"""
import json
import sys

import cv2
import numpy as np

CHIP, CORE, CROP, INPUT = 320, 256, 128, 80
KINDS = ("none", "blur", "motion", "noise", "dark", "over-exposed", "jpeg", "small", "occluded", "half-lit", "haze")


def degrade(rng, chip, kind):
    """One degradation of a chip, RGB 0...255 float32; strengths from hardly visible to hopeless."""
    strength = rng.random()
    if kind == "blur":
        return cv2.GaussianBlur(chip, (0, 0), 0.8 + 11 * strength**1.5)
    if kind == "motion":
        length = int(5 + 55 * strength) | 1
        kernel = np.zeros((length, length), np.float32)
        angle = rng.uniform(0, np.pi)
        reach = np.array([np.cos(angle), np.sin(angle)]) * (length // 2)
        ends = [tuple(int(round(c)) for c in length // 2 + sign * reach) for sign in (-1, 1)]
        cv2.line(kernel, ends[0], ends[1], 1)
        return cv2.filter2D(chip, -1, kernel / kernel.sum())
    if kind == "noise":
        return np.clip(chip + rng.normal(0, 6 + 110 * strength**1.5, chip.shape), 0, 255)
    if kind == "dark":
        factor = 0.6 * 0.05**strength
        return np.clip(chip * factor + rng.normal(0, rng.uniform(0.5, 3), chip.shape), 0, 255).round()
    if kind == "over-exposed":
        return np.clip(chip * (1.15 + 2.2 * strength), 0, 255)
    if kind == "jpeg":
        side = int(CHIP * rng.uniform(0.35, 1))
        quality = int(2 + 40 * (1 - strength) ** 2)
        small = cv2.resize(chip, (side, side), interpolation=cv2.INTER_AREA).round().astype(np.uint8)
        coded = cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
        return cv2.resize(cv2.imdecode(coded, cv2.IMREAD_COLOR), (CHIP, CHIP)).astype(np.float32)
    if kind == "small":  # 60 down to 8 px between the eyes
        side = int(CHIP * (60 - 52 * strength**0.7) / 94)
        small = cv2.resize(chip, (side, side), interpolation=cv2.INTER_AREA)
        return cv2.resize(small, (CHIP, CHIP), interpolation=cv2.INTER_LINEAR)
    if kind == "occluded":
        return occlude(rng, chip, strength)
    if kind == "half-lit":
        angle = rng.uniform(0, 2 * np.pi)
        y, x = np.mgrid[-1 : 1 : CHIP * 1j, -1 : 1 : CHIP * 1j]
        side = (x * np.cos(angle) + y * np.sin(angle)) * rng.uniform(1, 6)
        return chip * (1 - (0.4 + 0.58 * strength) / (1 + np.exp(-side)))[..., None]
    if kind == "haze":
        share = 0.2 + 0.75 * strength
        return (chip * (1 - share) + rng.uniform(90, 230) * share).round()
    return chip


def occlude(rng, chip, strength):
    """A mask, dark glasses, a hand or a strand: a smooth patch of one colour over part of the face."""
    shape = np.zeros((CHIP, CHIP), np.float32)
    where = rng.integers(4)
    if where == 0:
        cv2.ellipse(shape, (160, 270), (int(40 + 70 * strength), int(20 + 85 * strength)), 0, 0, 360, 1, -1)
    elif where == 1:
        for x in (113, 207):
            cv2.ellipse(shape, (x, 150), (int(14 + 36 * strength), int(9 + 26 * strength)), 0, 0, 360, 1, -1)
    else:
        centre = rng.integers(40, 280, 2).tolist()
        axes = (15 + rng.random(2) * (20 + 130 * strength)).astype(int).tolist()
        cv2.ellipse(shape, centre, axes, float(rng.uniform(0, 180)), 0, 360, 1, -1)
    shape = cv2.GaussianBlur(shape, (0, 0), rng.uniform(0.5, 3))[..., None]
    return chip * (1 - shape) + shape * rng.uniform(5, 240, 3)


def vary(rng, chip):
    """What a good picture may also look like: a little lighter, warmer, coded."""
    return np.clip(chip * rng.uniform(0.85, 1.1) * rng.uniform(0.95, 1.05, 3), 0, 255)


def align(rng, chip):
    """Cuts the embedder's crop, with the landmark error that worse pictures bring."""
    turn = cv2.getRotationMatrix2D((160, 160), rng.normal(0, 1), rng.normal(1, 0.012))
    turn[:, 2] += rng.normal(0, 1.5, 2)
    moved = cv2.warpAffine(chip.astype(np.float32), turn, (CHIP, CHIP), borderMode=cv2.BORDER_REPLICATE)
    start = (CHIP - CORE) // 2
    core = moved[start : start + CORE, start : start + CORE]
    return cv2.resize(core, (CROP, CROP), interpolation=cv2.INTER_AREA)


def degrade_all(chips_path, out, seed, per_face, first, last):
    rng = np.random.default_rng(seed)
    chips = np.fromfile(chips_path + ".rgb", np.uint8).reshape(-1, CHIP, CHIP, 3)[first:last]
    crops, notes = [], []
    start = (CHIP - CORE) // 2
    for face, chip in enumerate(chips.astype(np.float32)):
        crops.append(cv2.resize(chip[start:-start, start:-start], (CROP, CROP), interpolation=cv2.INTER_AREA))
        notes.append([first + face, "reference"])
        for n in range(per_face):
            kind = KINDS[n % len(KINDS)]
            worse = degrade(rng, vary(rng, chip), kind)
            if rng.random() < 0.15 and kind != "none":
                worse = degrade(rng, np.asarray(worse, np.float32), KINDS[rng.integers(1, len(KINDS))])
                kind = "two"
            crops.append(align(rng, worse))
            notes.append([first + face, kind])
    np.clip(np.stack(crops).round(), 0, 255).astype(np.uint8).tofile(out + ".rgb")
    with open(out + ".json", "w") as file:
        json.dump(notes, file)
    print(out, len(crops), "crops", flush=True)


def pair(crops_path, target):
    crops = np.fromfile(crops_path + ".rgb", np.uint8).reshape(-1, CROP, CROP, 3)
    told = np.fromfile(crops_path + ".f32", np.float32).reshape(-1, 257)
    with open(crops_path + ".json") as file:
        notes = json.load(file)
    x, lost, kinds, faces, reference = [], [], [], [], None
    for crop, row, (face, kind) in zip(crops, told, notes):
        if kind == "reference":
            reference = row[:256]
        x.append(cv2.resize(crop, (INPUT, INPUT), interpolation=cv2.INTER_AREA))
        lost.append(np.clip(1 - row[:256] @ reference, 0, 1))
        kinds.append(kind)
        faces.append(face)
    np.savez(target, x=np.stack(x), lost=np.float32(lost), kind=kinds, face=faces, norm=told[:, 256], direction=told[:, :256])
    print(target, len(x), "mean loss %.3f" % np.mean(lost), flush=True)


if __name__ == "__main__":
    cv2.setNumThreads(1)
    if sys.argv[1] == "degrade":
        degrade_all(*sys.argv[2:4], *map(int, sys.argv[4:8]))
    else:
        pair(sys.argv[2], sys.argv[3])
