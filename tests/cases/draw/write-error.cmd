# A picture that cannot be written is an error.
for format in dot svg; do
  "$STACKSIEVE" draw corpus/map.json --function builtin:map -T $format >/dev/full
  echo $?
  "$STACKSIEVE" draw corpus/map.json --function builtin:map -T $format -o no/folder/x
  echo $?
done
