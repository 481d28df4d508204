"""Writes a checkpoint as ONNX (opset 13, weights as halves) and prints its size and sha256.

    python3 export.py lines OUT/last.pt ../line-reader.onnx
    python3 export.py pages OUT/pages.pt ../page-locator.onnx
"""
import hashlib
import os
import sys

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper

from model import LineReader
from page_model import PageLocaliser

# network, an input to trace it with, names and free axes of input and output
LINES = (LineReader, (1, 1, 32, 640), {"strips": {0: "lines", 3: "width"}, "logits": {0: "lines", 1: "steps"}})
PAGES = (PageLocaliser, (1, 1, 384, 512), {"page": {2: "height", 3: "width"}, "cells": {2: "rows", 3: "columns"}})


def store_halves(graph):
    """Keeps the large weights as 16-bit floats, widened again when the session opens: half the file, no work at run time."""
    casts = []
    for weights in list(graph.initializer):
        values = numpy_helper.to_array(weights)
        if values.dtype != np.float32 or values.size < 256:
            continue
        half = weights.name + "_half"
        graph.initializer.remove(weights)
        graph.initializer.append(numpy_helper.from_array(values.astype(np.float16), half))
        casts.append(helper.make_node("Cast", [half], [weights.name], to=TensorProto.FLOAT))
    for cast in reversed(casts):
        graph.node.insert(0, cast)


def export(kind, checkpoint, target):
    network, shape, axes = {"lines": LINES, "pages": PAGES}[kind]
    net = network()
    net.load_state_dict(torch.load(checkpoint))
    net.eval()
    given, told = axes
    names = {"input_names": [given], "output_names": [told]}
    torch.onnx.export(net, torch.zeros(*shape), target, opset_version=13, dynamic_axes=axes, **names)
    model = onnx.load(target)
    store_halves(model.graph)
    onnx.checker.check_model(model)
    onnx.save(model, target)
    with open(target, "rb") as f:
        digest = hashlib.sha256(f.read()).hexdigest()
    print(target, os.path.getsize(target), "bytes sha256", digest)


if __name__ == "__main__":
    export(*sys.argv[1:4])
