"""Writes a checkpoint as ONNX (opset 13) and prints its size and sha256.

    python3 export.py OUT/last.pt ../line-reader.onnx
"""
import hashlib
import os
import sys

import onnx
import torch

from model import LineReader


def export(checkpoint, target):
    net = LineReader()
    net.load_state_dict(torch.load(checkpoint))
    net.eval()
    axes = {"strips": {0: "lines", 3: "width"}, "logits": {0: "lines", 1: "steps"}}
    names = {"input_names": ["strips"], "output_names": ["logits"]}
    torch.onnx.export(net, torch.zeros(1, 1, 32, 640), target, opset_version=13, dynamic_axes=axes, **names)
    onnx.checker.check_model(onnx.load(target))
    with open(target, "rb") as f:
        digest = hashlib.sha256(f.read()).hexdigest()
    print(target, os.path.getsize(target), "bytes sha256", digest)


if __name__ == "__main__":
    export(sys.argv[1], sys.argv[2])
