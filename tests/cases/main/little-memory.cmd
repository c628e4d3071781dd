# With less memory than any run needs, the status is 2 and there is a message, whatever would have failed first.
[ "${SANITIZED-no}" = no ] || exit 77
for kilobytes in 60000 65000 70000; do
  (ulimit -v $kilobytes; "$STACKSIEVE" check corpus/map.json; echo $?)
done
