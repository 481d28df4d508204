"""Writes a checkpoint as ONNX (opset 13) with the sigmoid at its end and prints size and sha256.

    python3 export.py recapture|quality CHECKPOINT.pt TARGET.onnx
"""
import hashlib
import os
import sys

import onnx
import torch
import torch.nn as nn

from small_networks import LossRegressor, RecaptureDetector

# network, an input to trace it with, names of input and output, free axes
NETWORKS = {
    "recapture": (RecaptureDetector, (1, 3, 128, 128), "patch", "recaptured", {"patch": {2: "height", 3: "width"}}),
    "quality": (LossRegressor, (1, 3, 80, 80), "face", "lost", {}),
}


def export(kind, checkpoint, target):
    network, shape, given, told, axes = NETWORKS[kind]
    net = network()
    net.load_state_dict(torch.load(checkpoint))
    whole = nn.Sequential(net, nn.Sigmoid()).eval()
    names = {"input_names": [given], "output_names": [told]}
    torch.onnx.export(whole, torch.zeros(*shape), target, opset_version=13, dynamic_axes=axes, **names)
    onnx.checker.check_model(onnx.load(target))
    with open(target, "rb") as file:
        digest = hashlib.sha256(file.read()).hexdigest()
    print(target, os.path.getsize(target), "bytes sha256", digest)


if __name__ == "__main__":
    export(*sys.argv[1:4])
