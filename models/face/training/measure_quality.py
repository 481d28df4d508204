"""Compares what foretells the lost match score: the regressor, the length of the embedding, the sharpness.

    python3 measure_quality.py CHECKPOINT.pt POOL.npz
"""
import sys

import cv2
import numpy as np
import torch

from small_networks import LossRegressor
from train_quality import predict, rank_correlation


def sharpness(crop):
    return cv2.Laplacian(cv2.cvtColor(crop, cv2.COLOR_RGB2GRAY), cv2.CV_64F).std()


def main(checkpoint, pool_path):
    torch.set_num_threads(1)
    net = LossRegressor()
    net.load_state_dict(torch.load(checkpoint))
    pool = np.load(pool_path)
    kept = pool["kind"] != "reference"
    x, lost, kind, norm = (pool[name][kept] for name in ("x", "lost", "kind", "norm"))
    signs = {"regressor": predict(net, x), "embedding norm": -norm, "sharpness": -np.array([sharpness(crop) for crop in x])}
    guess = signs["regressor"]
    print(len(x), "crops of", len(set(pool["face"])), "faces, mean loss %.3f" % lost.mean())
    print("mean absolute error %.3f (a constant guess: %.3f)" % (np.abs(guess - lost).mean(), np.abs(lost - np.median(lost)).mean()))
    worst = lost > 0.35
    for name, value in signs.items():
        order = value.argsort()[::-1][: worst.sum()]
        print("%-15s rank correlation %.3f; of the %d crops that lose most it names %.0f %%" % (name, rank_correlation(value, lost), worst.sum(), 100 * worst[order].mean()))
    for one in sorted(set(kind)):
        some = kind == one
        told = ", ".join("%s %.2f" % (name, rank_correlation(value[some], lost[some])) for name, value in signs.items())
        print("  %-13s n %3d, loss %.3f, guess %.3f; rank: %s" % (one, some.sum(), lost[some].mean(), guess[some].mean(), told))


if __name__ == "__main__":
    main(*sys.argv[1:3])
