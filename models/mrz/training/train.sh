#!/bin/sh
# Draws the pool, trains the line reader and writes ../line-reader.onnx. Usage: train.sh POOL
set -eu
cd "$(dirname "$0")"
POOL=$1
PYTHON=${PYTHON:-/usr/bin/python3}
"$PYTHON" generate.py "$POOL" 999 1 400
"$PYTHON" generate.py "$POOL" 1 90 &
"$PYTHON" train.py "$POOL" "$POOL/out" 2400
wait
"$PYTHON" export.py "$POOL/out/step-2100.pt" ../line-reader.onnx
