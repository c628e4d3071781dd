try ()
{
  "$STACKSIEVE" trend "$@" -o out 2>&1
  echo "status $?"
}
try
try - corpus/map.json -
try corpus/map.json --format pdf
try corpus/map.json --reduce some
try corpus/map.json --policy generic --policy pypy-stackless
try corpus/map.json --policy corpus/map.json=generic --policy corpus/map.json=pypy-stackless
try corpus/map.json --policy map.json=generic
try corpus/map.json --policy nothing
try corpus/map.json absent
try corpus/map.json tests/bad-json/$(ls tests/bad-json | head -n 1)
printf '{"format": "stacksieve-graphs", "version": 1, "functions": [1]}' >broken.json
try corpus/map.json broken.json
ls out 2>/dev/null
