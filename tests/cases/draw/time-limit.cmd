# A function that dot cannot lay out in time: the DOT is written beside the picture, the old picture stays.
awk 'BEGIN {
  n = 900
  printf "{\"format\":\"stacksieve-graphs\",\"version\":1,\"functions\":[{\"function\":\"f\",\"return\":1,\"vars\":{\"Signed\":[\"r\""
  for (i = 0; i < n; i++) if (i != 1) printf ",\"c%d\"", i
  printf "]},\"blocks\":["
  for (i = 0; i < n; i++) {
    if (i == 1) { printf ",{\"in\":[\"r\"]}"; continue }
    printf "%s{\"in\":[\"c%d\"],\"switch\":\"c%d\",\"exits\":[", i ? "," : "", i, i
    for (j = 0; j < 4; j++) printf "%s{\"to\":%d,\"args\":[%d],\"case\":%d}", j ? "," : "", 2 + (i * 7919 + j * 104729) % (n - 2), j, j
    printf "]}"
  }
  print "]}]}"
}' >tangle.json
"$STACKSIEVE" check tangle.json
echo old >f.svg
"$STACKSIEVE" draw tangle.json --function f --time-limit 1 -o f.svg
echo $?
cat f.svg
"$STACKSIEVE" draw tangle.json --function f | cmp - f.svg.dot
"$STACKSIEVE" draw tangle.json --function f --time-limit 1 -T png >f.png
echo $?
cmp f.png f.svg.dot
"$STACKSIEVE" draw tangle.json --function f --time-limit 1 -o folder/f.svg
echo $?
ls
