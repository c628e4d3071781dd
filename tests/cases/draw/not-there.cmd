# A function that is not there; names like it.
"$STACKSIEVE" draw corpus/map.json --function builtin:mop
echo $?
"$STACKSIEVE" draw corpus/map.json --function 'nothing like it' -o x.svg
echo $?
ls
