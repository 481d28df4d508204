#!/bin/sh
# Draws the pools, trains both networks and writes ../recapture-detector.onnx and ../quality-regressor.onnx.
# Usage: train.sh POOL. A short run to try it out: FACES=20 PATCHES=60 STEPS=20 train.sh POOL TARGET-FOLDER
set -eu
cd "$(dirname "$0")"
POOL=$1
TARGET=${2:-..}
PYTHON=${PYTHON:-/usr/bin/python3}
FACES=${FACES:-96}       # drawn heads; the last 16 are held out
PATCHES=${PATCHES:-1750} # per training pool
POOLS=${POOLS:-1}        # training pools of the recapture detector; their seeds are 1, 2, ...
SCRIPTS=../../../scripts/face-training
mkdir -p "$POOL/recapture" "$POOL/quality"

npx tsx "$SCRIPTS/draw-faces.ts" "$POOL/faces" 0 "$FACES"

"$PYTHON" recapture_pool.py "$POOL/faces" "$POOL/recapture/held-out.npz" 999 800 held-out
for seed in $(seq 1 "$POOLS"); do
  "$PYTHON" recapture_pool.py "$POOL/faces" "$POOL/recapture/train-$seed.npz" "$seed" "$PATCHES" train
done
"$PYTHON" train_recapture.py "$POOL/recapture" "$POOL/recapture.pt" "${STEPS:-400}"
"$PYTHON" export.py recapture "$POOL/recapture.pt" "$TARGET/recapture-detector.onnx"

npx tsx "$SCRIPTS/cut-face-chips.ts" "$POOL/faces" "$POOL/quality/drawn"
"$PYTHON" quality_pool.py degrade "$POOL/quality/drawn" "$POOL/quality/train" 1 33 0 $((FACES - 16))
"$PYTHON" quality_pool.py degrade "$POOL/quality/drawn" "$POOL/quality/held-out" 999 22 $((FACES - 16)) "$FACES"
for part in train held-out; do
  npx tsx "$SCRIPTS/embed-crops.ts" "$POOL/quality/$part.rgb" "$POOL/quality/$part.f32"
  "$PYTHON" quality_pool.py pair "$POOL/quality/$part" "$POOL/quality/$part.npz"
done
"$PYTHON" train_quality.py "$POOL/quality" "$POOL/quality.pt" "${STEPS:-600}"
"$PYTHON" export.py quality "$POOL/quality.pt" "$TARGET/quality-regressor.onnx"
