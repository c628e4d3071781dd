# Told by content, not by name; only these four.
for tool in gzip zstd xz bzip2; do
  $tool -c <corpus/map.json >map.json.txt
  "$STACKSIEVE" check map.json.txt
  head -c 200 map.json.txt >cut
  "$STACKSIEVE" check cut
  echo "cut: $?"
done
tar cf map.tar -C corpus map.json
"$STACKSIEVE" check map.tar
echo "tar: $?"
