# Nothing is left behind when the tool is killed while the layout goes on: no file, and not the layout.
command -v ps >/dev/null || exit 77
awk 'BEGIN {
  n = 3000
  printf "{\"format\":\"stacksieve-graphs\",\"version\":1,\"functions\":[{\"function\":\"f\",\"vars\":{\"Signed\":["
  for (i = 0; i < n; i++) printf "%s\"c%d\"", i ? "," : "", i
  printf "]},\"blocks\":["
  for (i = 0; i < n; i++) {
    printf "%s{\"in\":[\"c%d\"],\"switch\":\"c%d\",\"exits\":[", i ? "," : "", i, i
    for (j = 0; j < 4; j++) printf "%s{\"to\":%d,\"args\":[%d],\"case\":%d}", j ? "," : "", (i * 7919 + j * 104729) % n, j, j
    printf "]}"
  }
  print "]}]}"
}' >tangle.json
"$STACKSIEVE" draw tangle.json --function f -o f.svg &
# The child has worked for a second.
for i in $(seq 600); do
  child=$(ps -o pid= --ppid $!) && [ "$(ps -o cputimes= -p $child)" -gt 0 ] && break
  sleep 0.1
done
[ -n "$child" ] || echo "there is no layout"
kill -9 $!
wait $! 2>/dev/null
for i in $(seq 600); do
  kill -0 $child 2>/dev/null || break
  sleep 0.1
done
kill -0 $child 2>/dev/null && echo "the layout goes on"
ls
