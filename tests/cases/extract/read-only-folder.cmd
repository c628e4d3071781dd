# Root writes everywhere.
[ "$(id -u)" -ne 0 ] || exit 77
mkdir folder
echo old >folder/file
chmod 555 folder
"$STACKSIEVE" extract --all corpus/map.json -o folder/file
echo "status $?"
cat folder/file
chmod 755 folder
chmod 444 folder/file
"$STACKSIEVE" extract --all corpus/map.json -o folder/file
echo "status $?"
