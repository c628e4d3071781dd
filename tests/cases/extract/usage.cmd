"$STACKSIEVE" extract
"$STACKSIEVE" extract corpus/map.json
"$STACKSIEVE" extract --all corpus/map.json f
"$STACKSIEVE" extract --all --callees=1 corpus/map.json
"$STACKSIEVE" extract --callees=-1 corpus/map.json f
"$STACKSIEVE" extract --callees=many corpus/map.json f
"$STACKSIEVE" extract --shape=round corpus/map.json f
"$STACKSIEVE" extract corpus/map.json no-such-function -o out
echo "status $?"
ls -A
