"""Trains the recapture detector on the pools of recapture_pool.py: binary cross-entropy, AdamW, cosine schedule, one thread.

    python3 train_recapture.py POOL OUT.pt STEPS
"""
import copy
import glob
import sys
import time

import numpy as np
import torch
import torch.nn.functional as F

from small_networks import RecaptureDetector

BATCH, SIDE, RATE, WARM_UP = 32, 96, 3e-3, 60
EVERY = 200


def load(pattern):
    parts = [np.load(path) for path in sorted(glob.glob(pattern))]
    return [np.concatenate([part[key] for part in parts]) for key in ("x", "y", "pitch")]


def batch(rng, x, y):
    """Random cuts, mirrored and turned; brightness and colour changed, which must not matter."""
    cuts = np.empty((BATCH, SIDE, SIDE, 3), np.float32)
    chosen = rng.integers(0, len(x), BATCH)
    for n, i in enumerate(chosen):
        top, left = rng.integers(0, x.shape[1] - SIDE + 1, 2)
        cut = x[i, top : top + SIDE, left : left + SIDE]
        if rng.random() < 0.5:
            cut = cut[:, ::-1]
        if rng.random() < 0.3:
            cut = cut.transpose(1, 0, 2)
        if rng.random() < 0.15:
            cut = np.repeat(cut.mean(2, keepdims=True), 3, 2)
        cuts[n] = cut * rng.uniform(0.7, 1.2) * rng.uniform(0.9, 1.1, 3)
    target = torch.from_numpy((y[chosen] > 0).astype(np.float32))
    return torch.from_numpy(cuts.transpose(0, 3, 1, 2)).clamp(0, 255).contiguous(memory_format=torch.channels_last), target


def predict(net, x):
    net.eval()
    with torch.no_grad():
        parts = [net(torch.from_numpy(x[n : n + 50].transpose(0, 3, 1, 2).astype(np.float32)))[:, 0] for n in range(0, len(x), 50)]
    return torch.cat(parts).numpy()


def auc(attack, genuine):
    """Chance that an attack scores above a bona fide patch."""
    ranks = np.concatenate([attack, genuine]).argsort().argsort()[: len(attack)] + 1
    return (ranks.sum() - len(attack) * (len(attack) + 1) / 2) / (len(attack) * len(genuine))


def report(net, x, y, pitch):
    """Area under the curve and errors at probability 0.5, per kind and by pitch."""
    logits = predict(net, x)
    genuine = logits[y == 0]
    print("bona fide refused at 0.5: %.1f %% of %d" % (100 * (genuine > 0).mean(), len(genuine)))
    for kind, name in ((1, "screen"), (2, "print")):
        scores, sizes = logits[y == kind], pitch[y == kind]
        print("%s: AUC %.4f, accepted at 0.5: %.1f %% of %d" % (name, auc(scores, genuine), 100 * (scores <= 0).mean(), len(scores)))
        for low, high in ((0, 0.6), (0.6, 1), (1, 2), (2, 9)):
            some = scores[(sizes >= low) & (sizes < high)]
            if len(some):
                print("   pitch %.1f-%.1f px: accepted %.1f %% of %d" % (low, high, 100 * (some <= 0).mean(), len(some)))


def main(folder, target, steps):
    torch.manual_seed(1)
    torch.set_num_threads(1)
    rng, began = np.random.default_rng(1), time.time()
    x, y, _ = load(folder + "/train-*.npz")
    held_out = load(folder + "/held-out.npz")
    net = RecaptureDetector().to(memory_format=torch.channels_last)
    mean = copy.deepcopy(net)  # moving average of the weights: this is what is kept
    optimiser = torch.optim.AdamW(net.parameters(), RATE, weight_decay=1e-2)
    print(sum(p.numel() for p in net.parameters()), "parameters,", len(x), "patches", flush=True)
    smooth = 0.7
    for step in range(1, steps + 1):
        for group in optimiser.param_groups:
            group["lr"] = RATE * min(1, step / WARM_UP) * (0.5 * (1 + np.cos(np.pi * step / steps)) + 0.005)
        pictures, wanted = batch(rng, x, y)
        net.train()
        loss = F.binary_cross_entropy_with_logits(net(pictures)[:, 0], wanted * 0.96 + 0.02)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 2.0)
        optimiser.step()
        keep = min(0.99, step / (step + 20))
        for kept, now in zip(mean.state_dict().values(), net.state_dict().values()):
            kept.copy_(kept * keep + now * (1 - keep) if kept.dtype.is_floating_point else now)
        smooth = 0.97 * smooth + 0.03 * loss.item()
        if step % EVERY == 0 or step == steps:
            print(step, "loss %.4f" % smooth, "cpu %.0f s wall %.0f s" % (time.process_time(), time.time() - began), flush=True)
            torch.save(mean.state_dict(), target)
            report(mean, *[part[:400] if step < steps else part for part in held_out])


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
