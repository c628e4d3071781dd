# Nothing is left behind when the tool is killed: no file, and no layout that goes on.
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
sleep 1
child=$(ps -o pid= --ppid $! 2>/dev/null)
kill -9 $!
wait $! 2>/dev/null
for i in 1 2 3 4 5 6 7 8 9 10; do
  [ -n "$child" ] && kill -0 $child 2>/dev/null || break
  sleep 0.2
done
[ -n "$child" ] && kill -0 $child 2>/dev/null && echo "the layout goes on"
ls
