#!/usr/bin/env bash
# Runs `earshot check` for a build server and says what came of it: `exit-code`, `reports` and `sarif` into $GITHUB_OUTPUT,
# the Markdown into $GITHUB_STEP_SUMMARY, where there are such files. It ends with 0 whatever the check says, so that the
# reports can be uploaded; whoever calls it fails the build by the exit code. With EARSHOT_FAIL=true it ends with that itself.
#
#   EARSHOT            the launcher; default: earshot on the path
#   EARSHOT_TARGET     what to check, one a line
#   EARSHOT_ARGUMENTS  more arguments, one a line
#   EARSHOT_POLICY, EARSHOT_BASELINE, EARSHOT_OUT, EARSHOT_INSTALL_BROWSER
set -u
out=${EARSHOT_OUT:-earshot-out/check}
command=("${EARSHOT:-earshot}" check)
targets=0
while IFS= read -r line || [ -n "$line" ]; do
  line=${line%$'\r'}
  if [ -n "${line//[[:space:]]/}" ]; then
    case "$line" in
      -*)
        printf 'earshot: the target "%s" starts with a dash; options belong to the arguments.\n' "$line" >&2
        targets=-1
        break
        ;;
    esac
    command+=("$line")
    targets=$((targets + 1))
  fi
done <<<"${EARSHOT_TARGET:-}"
[ -n "${EARSHOT_POLICY:-}" ] && command+=(--policy "$EARSHOT_POLICY")
[ -n "${EARSHOT_BASELINE:-}" ] && command+=(--baseline "$EARSHOT_BASELINE")
[ "${EARSHOT_INSTALL_BROWSER:-false}" = true ] && command+=(--install-browser)
while IFS= read -r line || [ -n "$line" ]; do
  line=${line%$'\r'}
  [ -n "${line//[[:space:]]/}" ] && command+=("$line")
done <<<"${EARSHOT_ARGUMENTS:-}"
command+=(--out "$out")

if [ "$targets" -le 0 ]; then
  [ "$targets" = 0 ] && printf 'earshot: there is no target: an address, an app build, a tag container or a HAR file.\n' >&2
  code=2
else
  "${command[@]}"
  code=$?
fi

# One target leaves its reports in the folder, several in a folder each.
sarif=
[ -f "$out/findings.sarif" ] && sarif=$out/findings.sarif
for each in "$out"/*/findings.sarif; do
  [ -f "$each" ] && [ -z "$sarif" ] && sarif=$out
done
if [ -n "${GITHUB_OUTPUT:-}" ]; then
  printf 'exit-code=%s\nreports=%s\nsarif=%s\n' "$code" "$out" "$sarif" >>"$GITHUB_OUTPUT"
fi
if [ -n "${GITHUB_STEP_SUMMARY:-}" ]; then
  for each in "$out/summary.md" "$out"/*/summary.md; do
    [ -f "$each" ] && { cat "$each"; printf '\n'; } >>"$GITHUB_STEP_SUMMARY"
  done
  case "$code" in
    0) ;;
    1) printf '\n**Policy is violated.**\n' ;;
    3) printf '\n**Incomplete: what was not found may still be there.**\n' ;;
    *) printf '\n**Earshot ended with exit code %s; its log says why.**\n' "$code" ;;
  esac >>"$GITHUB_STEP_SUMMARY"
fi
[ "${EARSHOT_FAIL:-false}" = true ] && exit "$code"
exit 0
