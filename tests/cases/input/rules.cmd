# The first message about each input that breaks a rule, its exit status, and nothing on standard output.
# Sanitizers see all of them in tests/test_bad.
[ "${SANITIZED-no}" = no ] || exit 77
for f in tests/bad/*.json tests/bad/*.jsonl; do
  "$STACKSIEVE" check "$f" >out 2>err
  echo "$? $(head -n 1 err | sed 's,tests/bad/,,')"
  [ ! -s out ] || echo "it wrote: $(cat out)"
done
