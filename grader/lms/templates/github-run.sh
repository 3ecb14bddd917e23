#!/usr/bin/env bash
# Grades the repository's files and hands the result to the next step.
set -euo pipefail
root=${GITHUB_WORKSPACE:-.}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/submission"
tar -C "$root" --exclude=./.git --exclude=./.github --exclude=./.grader -cf - . | tar -C "$work/submission" -xf -
"${GRADER_PYTHON:-python3}" -m grader.lms.on_platform github-classroom \
    "$root/.grader/assignment" "$work/submission" "$work/result"
printf 'result=%s\n' "$(tr -d '\n' <"$work/result")" >>"$GITHUB_OUTPUT"
