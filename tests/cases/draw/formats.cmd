# The format is asked for, or told by the ending; the picture is the same each time.
draw () { "$STACKSIEVE" draw corpus/map.json --policy pypy-stackless --function builtin:map "$@"; }
for format in dot svg png pdf; do
  draw -o "map.$format"
  draw -T "$format" -o other
  draw -T "$format" | cmp - other
  cmp "map.$format" other
  head -c 4 other | od -An -c
done
draw -o map.txt
cmp map.dot map.txt
draw -T dot -o MAP.SVG && cmp map.dot MAP.SVG
ls
