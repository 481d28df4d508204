"""Trains the quality regressor on the pools of quality_pool.py: cross-entropy against the lost share, AdamW, one thread.

    python3 train_quality.py POOL OUT.pt STEPS
"""
import copy
import sys
import time

import numpy as np
import torch
import torch.nn.functional as F

from small_networks import LossRegressor

BATCH, RATE, WARM_UP, EVERY = 48, 3e-3, 60, 200


def batch(rng, x, lost):
    """Mirrored, and brightness and colour changed a little: the loss stays what it was."""
    chosen = rng.integers(0, len(x), BATCH)
    pictures = x[chosen].astype(np.float32)
    mirrored = rng.random(BATCH) < 0.5
    pictures[mirrored] = pictures[mirrored][:, :, ::-1]
    pictures *= rng.uniform(0.93, 1.05, (BATCH, 1, 1, 1)) * rng.uniform(0.92, 1.08, (BATCH, 1, 1, 3))
    grey = rng.random(BATCH) < 0.1
    pictures[grey] = pictures[grey].mean(3, keepdims=True)
    pictures = torch.from_numpy(pictures.transpose(0, 3, 1, 2)).clamp(0, 255).contiguous(memory_format=torch.channels_last)
    return pictures, torch.from_numpy(lost[chosen])


def predict(net, x):
    net.eval()
    with torch.no_grad():
        parts = [net(torch.from_numpy(x[n : n + 50].transpose(0, 3, 1, 2).astype(np.float32)))[:, 0] for n in range(0, len(x), 50)]
    return torch.sigmoid(torch.cat(parts)).numpy()


def rank_correlation(a, b):
    """Spearman's, ties broken by order."""
    ranks = [np.argsort(np.argsort(values)) for values in (a, b)]
    return np.corrcoef(*ranks)[0, 1]


def main(folder, target, steps):
    torch.manual_seed(1)
    torch.set_num_threads(1)
    rng, began = np.random.default_rng(1), time.time()
    pool, held_out = (np.load(f"{folder}/{name}.npz") for name in ("train", "held-out"))
    x, lost = pool["x"], pool["lost"]
    net = LossRegressor().to(memory_format=torch.channels_last)
    mean = copy.deepcopy(net)  # moving average of the weights: this is what is kept
    optimiser = torch.optim.AdamW(net.parameters(), RATE, weight_decay=1e-2)
    print(sum(p.numel() for p in net.parameters()), "parameters,", len(x), "crops", flush=True)
    for step in range(1, steps + 1):
        for group in optimiser.param_groups:
            group["lr"] = RATE * min(1, step / WARM_UP) * (0.5 * (1 + np.cos(np.pi * step / steps)) + 0.005)
        pictures, wanted = batch(rng, x, lost)
        net.train()
        loss = F.binary_cross_entropy_with_logits(net(pictures)[:, 0], wanted)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 2.0)
        optimiser.step()
        keep = min(0.99, step / (step + 20))
        for kept, now in zip(mean.state_dict().values(), net.state_dict().values()):
            kept.copy_(kept * keep + now * (1 - keep) if kept.dtype.is_floating_point else now)
        if step % EVERY == 0 or step == steps:
            guess, truth = predict(mean, held_out["x"]), held_out["lost"]
            error, rank = np.abs(guess - truth).mean(), rank_correlation(guess, truth)
            took = "cpu %.0f s wall %.0f s" % (time.process_time(), time.time() - began)
            print(step, "loss %.4f" % loss.item(), "held-out error %.3f rank %.3f" % (error, rank), took, flush=True)
            torch.save(mean.state_dict(), target)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
