# Texts by name: 0 for those that work, 1 for JSON that is no program, 2 for what is not JSON; no output but for the first.
# From standard input too.
# Sanitizers see all of them in tests/test_json.
[ "${SANITIZED-no}" = no ] || exit 77
for f in tests/bad-json/*; do
  "$STACKSIEVE" check "$f" >out 2>err
  status=$?
  "$STACKSIEVE" check - <"$f" >out2 2>err2
  [ $? -eq $status ] || echo "standard input: another status for $f"
  case $f:$status in
    */works-*:0 | */refused-*:1 | */unreadable-*:2) ;;
    *) echo "$status $f" ;;
  esac
  if [ $status -eq 0 ]; then
    [ -s out ] && [ ! -s err ] || echo "no line about $f"
  else
    [ ! -s out ] && [ -s err ] || echo "no message about $f"
  fi
done
