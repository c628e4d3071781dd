for option in --threads=x --threads=-1 --threads=1025 --max-errors=0 --max-line=0 --max-line=1x --max-line= \
  --max-document=9999999999999999999 --max-unpacked=99999999T --reader=yajl --frobnicate; do
  "$STACKSIEVE" check "$option" corpus/map.json
  echo "$option: $?"
done
"$STACKSIEVE" check --threads=2 --max-errors=1 --max-line=1k --max-document=1M --max-unpacked=1G --reader=jansson corpus/map.json
