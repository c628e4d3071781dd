# Too little memory is an error, and the DOT is written. Sanitizers reserve more than any limit.
[ "${SANITIZED-no}" = no ] || exit 77
"$STACKSIEVE" draw corpus/map.json --function builtin:map --memory-limit 8 -o f.svg 2>err
echo $?
# how it ended is the libraries' affair: by a signal, or a plugin that could not be loaded
sed 's/ MB[ :].*; the/ MB; the/' err
"$STACKSIEVE" draw corpus/map.json --function builtin:map | cmp - f.svg.dot
