# Output may be the input; the old file stays where the new one cannot be made.
cp corpus/map.json map.json
chmod 640 map.json
"$STACKSIEVE" extract --all --shape=document map.json -o map.json && stat -c '%a %n' map.json
cp map.json before
"$STACKSIEVE" extract --all --shape=document map.json -o map.json && cmp before map.json
"$STACKSIEVE" extract --all map.json -o /dev/full
echo "full: $?"
"$STACKSIEVE" extract --all map.json >/dev/full
echo "full: $?"
"$STACKSIEVE" extract --all map.json -o .
echo "folder: $?"
"$STACKSIEVE" extract --all map.json -o absent/map.json
echo "absent: $?"
"$STACKSIEVE" extract --all map.json -o /dev/stdout | cmp before - >/dev/null
"$STACKSIEVE" extract --all map.json -o /dev/stderr 2>&1 >/dev/null | cmp before - >/dev/null
(ulimit -f 1; "$STACKSIEVE" extract --all map.json -o map.json)
echo "limit: $?"
cmp before map.json
ls -A
