"""Writes a checkpoint of the page localiser as ONNX (opset 13) and prints its size and sha256.

    python3 export_pages.py OUT/pages.pt ../page-locator.onnx
"""
import hashlib
import os
import sys

import onnx
import torch

from page_model import PageLocaliser


def export(checkpoint, target):
    net = PageLocaliser()
    net.load_state_dict(torch.load(checkpoint))
    net.eval()
    axes = {"page": {2: "height", 3: "width"}, "cells": {2: "rows", 3: "columns"}}
    names = {"input_names": ["page"], "output_names": ["cells"]}
    torch.onnx.export(net, torch.zeros(1, 1, 384, 512), target, opset_version=13, dynamic_axes=axes, **names)
    onnx.checker.check_model(onnx.load(target))
    with open(target, "rb") as f:
        digest = hashlib.sha256(f.read()).hexdigest()
    print(target, os.path.getsize(target), "bytes sha256", digest)


if __name__ == "__main__":
    export(sys.argv[1], sys.argv[2])
