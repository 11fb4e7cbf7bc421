#!/bin/sh
# Java 17, with which the tests start a cluster on this machine.
set -eu
if command -v java >/dev/null 2>&1; then exit 0; fi
echo "Installing Debian's Java 17 for the tests on a cluster." >&2
sh scripts/apt.sh openjdk-17-jre-headless
