#!/bin/sh
# Debian's Chromium, for the journeys in a real browser.
set -eu
if command -v chromium >/dev/null 2>&1; then exit 0; fi
echo "Installing Debian's Chromium for the browser tests." >&2
sh scripts/apt.sh chromium
