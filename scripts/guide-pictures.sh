#!/usr/bin/env bash
# The pictures of the README and the guide, from what `make screenshots` took of the real program: as they are,
# with fewer colours. Needs ImageMagick's `convert`.
set -euo pipefail
cd "$(dirname "$0")/.."
from=${PENSTOCK_SCREENSHOTS:-dist/screenshots}
take() { convert "$from/$1.png" -strip +dither -colors 255 "PNG8:docs/pictures/$2.png"; }
take sheet-light sheet-light
take picture-travel-dark jobs-dark
take cut-jet-dark jet-dark
take sheet-light guide/sheet
take cut-findings-light guide/findings
take cut-jet-light guide/jet
take cut-quote-light guide/quote
take table-cards-light guide/cards
take batch-light guide/batch
take sheet-picture-light guide/trace
take job-failed-light guide/failed
take workers-busy-light guide/workers
