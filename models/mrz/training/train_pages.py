"""Trains the page localiser on a pool drawn by pages.py.

    python3 train_pages.py POOL OUT STEPS [FROM]

Windows of 224 px of the pages, in a random of the four orientations, so every page teaches all reading directions.
Checkpoints of the averaged weights: OUT/pages.pt every 200 steps. FROM is a checkpoint to go on from, at half the rate.
"""
import copy
import glob
import math
import os
import pickle
import random
import sys
import time

import cv2
import numpy as np
import torch
import torch.nn.functional as F

from page_model import CAP_CENTRE, CAP_SPREAD, CELL, PageLocaliser
from pages import LONG_SIDE

torch.set_num_threads(1)  # OpenMP threads that spin on a shared machine cost more than they bring
cv2.setNumThreads(1)
BATCH, WINDOW, RATE, VALIDATION = 16, 224, 2.5e-3, "999-"  # 16: below it torch leaves its fast convolutions


def opened(code, points):
    return cv2.imdecode(np.frombuffer(code, np.uint8), 0), points


def standardised(image):
    x = image.astype(np.float32)
    return (x - x.mean()) / (x.std() + 8.0)


def quarter_turn(image, points):
    """Turned counter-clockwise by 90 degrees."""
    turned = points.copy()
    turned[..., 0], turned[..., 1] = points[..., 1], image.shape[1] - points[..., 0]
    return np.ascontiguousarray(np.rot90(image)), turned


def targets(points, height, width):
    """(4, H/4, W/4): share of each cell under a line's band, direction, scaled logarithm of the capital height."""
    h, w = height // CELL, width // CELL
    band = np.zeros((height, width), np.uint8)
    maps = np.zeros((3, h, w), np.float32)
    for line in points:
        thick = max(CELL, int(round(0.6 * line[:, 2].mean())))
        cv2.polylines(band, [np.round(line[:, :2] * 8).astype(np.int32)], False, 255, thick, cv2.LINE_8, 3)
        for a, b in zip(line[:-1], line[1:]):
            step = (b - a)[:2] / (np.hypot(*(b - a)[:2]) + 1e-6)
            cap = (math.log(max(1.0, (a[2] + b[2]) / 2) / LONG_SIDE) - CAP_CENTRE) / CAP_SPREAD
            ends = [tuple(int(round((v / CELL - 0.5) * 16)) for v in p[:2]) for p in (a, b)]
            for channel, value in zip(maps, (step[0], step[1], cap)):
                cv2.line(channel, *ends, float(value), max(2, thick // CELL + 1), cv2.LINE_8, 4)
    share = cv2.resize(band, (w, h), interpolation=cv2.INTER_AREA).astype(np.float32) / 255
    return np.concatenate([share[None], maps])


def close_up(image, points):
    """Cut to the lines and little else: then only the letters tell which way is up."""
    margin = np.random.uniform(0.8, 4) * points[..., 2].mean()
    low, high = points[..., :2].min((0, 1)) - margin, points[..., :2].max((0, 1)) + margin
    left, top = [int(max(0, v)) for v in low]
    cut = image[top : int(high[1]), left : int(high[0])]
    return (cut, points - np.float32([left, top, 0])) if min(cut.shape) > 15 else (image, points)


def window(image, points):
    """A standardised window of a page, more often than not on a line of it, with its targets."""
    if len(points) and np.random.rand() < 0.3:
        image, points = close_up(image, points)
    if np.random.rand() < 0.4:
        k = np.random.uniform(0.75, 1.2)
        size = (max(16, round(image.shape[1] * k)), max(16, round(image.shape[0] * k)))
        image = cv2.resize(image, size, interpolation=cv2.INTER_AREA if k < 1 else cv2.INTER_LINEAR)
        points = points * np.float32(k)
    for _ in range(np.random.randint(4)):
        image, points = quarter_turn(image, points)
    x = standardised(image)
    if np.random.rand() < 0.03:
        x = -x
    h, w = x.shape
    centre = np.random.uniform(0, (w, h))
    if len(points) and np.random.rand() < 0.75:
        centre = points[np.random.randint(len(points)), np.random.randint(points.shape[1]), :2] + np.random.uniform(-90, 90, 2)
    left, top = [
        int(np.clip(c - WINDOW / 2, 0, side - WINDOW)) if side > WINDOW else -np.random.randint(0, WINDOW - side + 1)
        for c, side in zip(centre, (w, h))
    ]
    out = np.zeros((WINDOW, WINDOW), np.float32)
    a, b = max(0, top), max(0, left)
    part = x[a : top + WINDOW, b : left + WINDOW]
    out[a - top : a - top + part.shape[0], b - left : b - left + part.shape[1]] = part
    return out, targets(points - np.float32([left, top, 0]), WINDOW, WINDOW)


def loss_of(out, want):
    share = want[:, 0]
    miss = F.binary_cross_entropy_with_logits(out[:, 0], share, pos_weight=torch.tensor(1.3), reduction="none")
    on = (share > 0.3) & (want[:, 1:3].abs().sum(1) > 0)
    weight = on.float() / (on.sum() + 50.0)
    turned = ((out[:, 1:3] - want[:, 1:3]) ** 2).sum(1)
    cap = F.smooth_l1_loss(out[:, 3], want[:, 3], reduction="none", beta=0.3)
    return miss.sum() / (share.sum() * 4 + 400.0) + 2 * (turned * weight).sum() + 0.5 * (cap * weight).sum()


def validate(net, pages):
    """Shares over whole pages: (cells found of those on lines, cells right of those found, cells with the right half-turn,
    pages without MRZ on which more than 12 cells light up)."""
    net.eval()
    sums, turned, alarms, empty = np.zeros(4), np.zeros(2), 0, 0
    for i in range(0, len(pages), 16):
        x, want = np.zeros((16, 1, 512, 512), np.float32), np.zeros((16, 4, 128, 128), np.float32)
        for n, (code, points) in enumerate(pages[i : i + 16]):
            image, points = opened(code, points)
            x[n, 0, : image.shape[0], : image.shape[1]] = standardised(image)
            want[n] = targets(points, 512, 512)
        with torch.no_grad():
            out = net(torch.from_numpy(x).contiguous(memory_format=torch.channels_last)).numpy()
        on, lit = want[:, 0] > 0.5, out[:, 0] > 0
        right = (out[:, 1:3] * want[:, 1:3]).sum(1) > 0
        sums += [(on & lit).sum(), on.sum(), (lit & (want[:, 0] > 0.1)).sum(), lit.sum()]
        for n in range(16):
            if not on[n].any():
                empty, alarms = empty + 1, alarms + (lit[n].sum() > 12)
        turned += np.array([(right & on).sum(), on.sum()])
    return sums[0] / sums[1], sums[2] / max(1, sums[3]), turned[0] / turned[1], alarms / max(1, empty)


def main(folder, out, steps, start=None):
    os.makedirs(out, exist_ok=True)
    for seed in (torch.manual_seed, random.seed, np.random.seed):
        seed(1 if start is None else 2)
    net, pool, held_out, smooth, began, seen = PageLocaliser(), [], None, None, time.time(), set()
    rate = RATE
    if start is not None:
        net.load_state_dict(torch.load(start))
        rate = RATE / 2
    net = net.to(memory_format=torch.channels_last)
    mean = copy.deepcopy(net)  # moving average of the weights: this is what is kept
    optimiser = torch.optim.AdamW(net.parameters(), rate, weight_decay=1e-3)
    print(sum(p.numel() for p in net.parameters()), "parameters", flush=True)
    for step in range(1, steps + 1):
        if step % 25 == 1:
            for path in sorted(set(glob.glob(folder + "/*.pkl")) - seen):
                seen.add(path)
                with open(path, "rb") as f:
                    pages = pickle.load(f)
                if VALIDATION in path:
                    held_out = pages[:96]
                else:
                    pool.extend(pages)
        for group in optimiser.param_groups:
            group["lr"] = rate * min(1, step / 100) * (0.5 * (1 + np.cos(np.pi * step / steps)) + 0.005)
        drawn = [window(*opened(*random.choice(pool))) for _ in range(BATCH)]
        x = torch.from_numpy(np.stack([d[0] for d in drawn]))[:, None].contiguous(memory_format=torch.channels_last)
        net.train()
        loss = loss_of(net(x), torch.from_numpy(np.stack([d[1] for d in drawn])))
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 2.0)
        optimiser.step()
        keep = min(0.995, step / (step + 20))
        for kept, now in zip(mean.state_dict().values(), net.state_dict().values()):
            kept.copy_(kept * keep + now * (1 - keep) if kept.dtype.is_floating_point else now)
        smooth = loss.item() if smooth is None else 0.97 * smooth + 0.03 * loss.item()
        if step % 50 == 0:
            print(step, "loss %.4f" % smooth, len(pool), "pages cpu %.0f s wall %.0f s" % (time.process_time(), time.time() - began), flush=True)
        if step % 200 == 0 or step == steps:
            torch.save(mean.state_dict(), out + "/pages.pt")
            if held_out is not None:
                print("found %.3f right %.3f half-turn %.3f alarms %.3f" % validate(mean, held_out), flush=True)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), *sys.argv[4:5])
