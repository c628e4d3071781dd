# A document that is longer than what is read at once, packed and cut off in the middle, or over its limit there.
python3 - <<'END' >large.json
print('{"format": "stacksieve-graphs", "version": 1, %s "functions": []}' % (" " * 3000000))
END
for pack in gzip zstd xz bzip2; do
  $pack -c <large.json >large
  "$STACKSIEVE" check large >out
  echo "$pack: $? $(cat out)"
  "$STACKSIEVE" check large --max-document=2M
  echo "$pack, limited: $?"
  head -c $(($(wc -c <large) / 2)) large >half
  "$STACKSIEVE" check half 2>err
  echo "$pack, half: $? $(wc -l <err)"
done
head -c 2000000 large.json | gzip -c | head -c 1900 >half
"$STACKSIEVE" check half
echo $?
