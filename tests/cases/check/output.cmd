"$STACKSIEVE" check corpus/map.json -o out
ls -A
cat out
