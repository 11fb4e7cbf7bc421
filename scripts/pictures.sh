#!/bin/sh
# Take the guide's pictures anew, from the journeys in a real browser, and make them small.
set -eu
rm -rf docs/pictures
PICTURES=1 .venv/bin/pytest tests/journeys
command -v mogrify >/dev/null 2>&1 || sh scripts/apt.sh imagemagick
mogrify -strip -dither None -colors 96 -define png:compression-level=9 docs/pictures/*.png
