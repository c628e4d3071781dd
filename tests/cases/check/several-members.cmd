# Archives of several members are read to their end.
printf '{"format": "stacksieve-graphs", "version": 1}\n' >a
printf '{"external": "C:x"}\n' >b
for tool in gzip zstd xz bzip2; do
  { $tool -c a; $tool -c b; } >ab
  "$STACKSIEVE" check ab
done
