# Packed input that holds nothing, or that ends within what follows the data.
gzip -c </dev/null >nothing
gzip -c <corpus/map.json | head -c -5 >cut
xz -c </dev/null >nothing.xz
for file in nothing nothing.xz cut; do
  "$STACKSIEVE" check $file
  echo "$?"
done 2>&1
