"""Trains the line reader on a pool drawn by generate.py.

    python3 train.py POOL OUT STEPS [CHECKPOINT]

The target is dense, one class per 4 columns, because the drawing knows where each character stands: this converges in
minutes on one processor core where a CTC loss needs hours. Checkpoints of the averaged weights: OUT/step-N.pt every 1000 steps, OUT/last.pt.
"""
import copy
import glob
import os
import random
import sys
import time

import numpy as np
import torch
import torch.nn.functional as F

from model import CLASSES, LineReader, standardise

torch.set_num_threads(1)  # OpenMP threads that spin on a shared machine cost more than they bring
torch.manual_seed(1)
random.seed(1)
np.random.seed(1)
BATCH, RATE, VALIDATION = 32, 2.5e-3, "999-"
WINDOW = 96  # steps of 4 columns shown to the net at once: the labels are local, so a part of a line teaches as well


def spelled(rows):
    """Column classes -> character classes: repeats joined, blanks dropped."""
    texts = []
    for row in rows:
        before, text = -1, []
        for c in row:
            if c != before and c != CLASSES - 1:
                text.append(int(c))
            before = c
        texts.append(text)
    return texts


def part(x, y):
    """A window of a standardised strip, moved a row up or down at random; every fourth may lie beside the text."""
    last = len(y) if np.random.rand() < 0.25 else len(y) - int(np.argmin(y[::-1] == CLASSES - 1)) + 12
    start = np.random.randint(0, max(1, min(last, len(y)) - WINDOW + 1))
    return np.roll(x, np.random.randint(-1, 2), 0)[:, 4 * start : 4 * (start + WINDOW)], y[start : start + WINDOW]


def batch(pool):
    names = random.sample(list(pool), min(8, len(pool)))
    xs, ys = [], []
    for name in names:
        x, y = pool[name]
        chosen = np.random.randint(0, len(x), BATCH // len(names))
        for strip, classes in zip(standardise(torch.from_numpy(x[chosen]))[:, 0].numpy(), y[chosen]):
            a, b = part(strip, classes)
            xs.append(a)
            ys.append(b)
    return torch.from_numpy(np.stack(xs))[:, None].contiguous(), torch.from_numpy(np.stack(ys)).long()


def validate(net, held_out):
    net.eval()
    with torch.no_grad():
        guess = net(standardise(torch.from_numpy(held_out[0]))).argmax(-1).numpy()
    pairs = list(zip(spelled(guess), spelled(held_out[1])))
    return float(np.mean([a == b for a, b in pairs]))


def main(folder, out, steps, checkpoint):
    os.makedirs(out, exist_ok=True)
    net, pool, held_out, smooth, began = LineReader(), {}, None, None, time.time()
    net = net.to(memory_format=torch.channels_last)  # a tenth faster on a processor
    if checkpoint:
        net.load_state_dict(torch.load(checkpoint))
    mean = copy.deepcopy(net)  # moving average of the weights: this is what is kept
    optimiser = torch.optim.AdamW(net.parameters(), RATE, weight_decay=1e-3)
    print(sum(p.numel() for p in net.parameters()), "parameters", flush=True)
    for step in range(1, steps + 1):
        if step % 50 == 1:
            for path in sorted(glob.glob(folder + "/*[0-9].npz")):
                if VALIDATION in path:
                    held_out = held_out or tuple(np.load(path)[k][:400] for k in "xy")
                elif path not in pool:
                    data = np.load(path)
                    pool[path] = (data["x"], data["y"])
        for group in optimiser.param_groups:
            group["lr"] = RATE * min(1, step / 100) * (0.5 * (1 + np.cos(np.pi * step / steps)) + 0.005)
        x, y = batch(pool)
        net.train()
        logits = net(x.contiguous(memory_format=torch.channels_last))
        loss = F.cross_entropy(logits.reshape(-1, CLASSES), y.reshape(-1), label_smoothing=0.01)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 2.0)
        optimiser.step()
        keep = min(0.998, step / (step + 20))
        for kept, now in zip(mean.state_dict().values(), net.state_dict().values()):
            kept.copy_(kept * keep + now * (1 - keep) if kept.dtype.is_floating_point else now)
        smooth = loss.item() if smooth is None else 0.97 * smooth + 0.03 * loss.item()
        if step % 250 == 0 or step == steps:
            exact = "" if held_out is None else "lines exact %.3f" % validate(mean, held_out)
            took = "cpu %.0f s wall %.0f s" % (time.process_time(), time.time() - began)
            print(step, "loss %.4f" % smooth, exact, len(pool), "files", took, flush=True)
            torch.save(mean.state_dict(), out + "/last.pt")
        if step % 1000 == 0:
            torch.save(mean.state_dict(), f"{out}/step-{step}.pt")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4] if len(sys.argv) > 4 else None)
