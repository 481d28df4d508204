#!/bin/sh
# Draws the pools, trains both networks and writes ../line-reader.onnx and ../page-locator.onnx.
# Usage: train.sh POOL. A short run to try it out: LINES=1 STEPS=20 PAGES=1 train.sh POOL TARGET-FOLDER
set -eu
cd "$(dirname "$0")"
POOL=$1
TARGET=${2:-..}
PYTHON=${PYTHON:-/usr/bin/python3}
LINES=${LINES:-157} # thousands of training lines
PAGES=${PAGES:-19}  # two hundreds of training pages
mkdir -p "$POOL/lines" "$POOL/pages"

"$PYTHON" generate.py "$POOL/lines" 999 1 400
"$PYTHON" generate.py "$POOL/lines" 1 "$LINES"
"$PYTHON" train.py "$POOL/lines" "$POOL/line-reader" "${STEPS:-12000}"
"$PYTHON" export.py lines "$POOL/line-reader/last.pt" "$TARGET/line-reader.onnx"

"$PYTHON" pages.py "$POOL/pages" 999 1 100
"$PYTHON" pages.py "$POOL/pages" 1 "$PAGES" 200
"$PYTHON" train_pages.py "$POOL/pages" "$POOL/first" "${STEPS:-1800}"
"$PYTHON" train_pages.py "$POOL/pages" "$POOL/page-locator" "${STEPS:-1500}" "$POOL/first/pages.pt"
"$PYTHON" export.py pages "$POOL/page-locator/pages.pt" "$TARGET/page-locator.onnx"
