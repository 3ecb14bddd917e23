#!/usr/bin/env bash
# Runs once, when Gradescope builds the image of this autograder.
set -euo pipefail
here=${GRADER_SOURCE:-/autograder/source}
python3 -c 'import ensurepip, venv' 2>/dev/null || {
    apt-get update -qq
    apt-get install -y -qq python3-venv
}
python3 -c 'import sys; sys.exit(sys.version_info < (3, 10) and "choose a base image with Python 3.10 or later")'
python3 -m venv "$here/environment"
"$here/environment/bin/pip" install --quiet --requirement "$here/requirements.txt" "$here/@wheel@"
