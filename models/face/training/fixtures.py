"""Writes the crops and PyTorch's own answers that the tests hold the ONNX files to.

    python3 fixtures.py POOL TARGET-FOLDER
"""
import json
import os
import sys

import cv2
import numpy as np
import torch

from small_networks import LossRegressor, RecaptureDetector


def answer(network, checkpoint, pictures):
    net = network()
    net.load_state_dict(torch.load(checkpoint))
    net.eval()
    with torch.no_grad():
        batch = torch.from_numpy(np.stack(pictures).transpose(0, 3, 1, 2).astype(np.float32))
        return [round(float(value), 6) for value in torch.sigmoid(net(batch))[:, 0]]


def main(pool, target):
    os.makedirs(target, exist_ok=True)
    told = {}
    patches = np.load(pool + "/recapture/held-out.npz")
    x, y, scores = patches["x"][:120], patches["y"][:120], answer(RecaptureDetector, pool + "/recapture.pt", patches["x"][:120])
    chosen = {}
    for label, name in enumerate(("direct", "screen", "print")):  # the typical one: of median score
        kind = np.flatnonzero(y == label)
        chosen[name] = sorted(kind, key=lambda i: scores[i])[len(kind) // 2]
    names = {f"patch-{name}": x[i] for name, i in chosen.items()}
    told.update({f"patch-{name}": scores[i] for name, i in chosen.items()})
    crops = np.load(pool + "/quality/held-out.npz")
    faces = {f"crop-{kind}": crops["x"][np.flatnonzero(crops["kind"] == kind)[0]] for kind in ("reference", "blur", "over-exposed")}
    told.update(zip(faces, answer(LossRegressor, pool + "/quality.pt", list(faces.values()))))
    for name, picture in {**names, **faces}.items():
        cv2.imwrite(os.path.join(target, name + ".png"), picture[..., ::-1])
    with open(os.path.join(target, "answers.json"), "w") as file:
        json.dump(told, file, indent=2)
        file.write("\n")
    print(told)


if __name__ == "__main__":
    main(*sys.argv[1:3])
