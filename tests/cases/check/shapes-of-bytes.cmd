# Works, or one clear message; never a crash.
header='{"format": "stacksieve-graphs", "version": 1}'
: >empty
printf ' \n\n \n' >blank
printf '\177ELF\002\001\001\000\000\000' >binary
printf '%s\n' "$header" | iconv -t UTF-16 >utf-16
printf '\357\273\277%s\n' "$header" >bom
printf '%s\r\n\r\n' "$header" >crlf
printf '%s' "$header" >no-newline
printf '%s\n{"function": "f", "vars"' "$header" >truncated
printf '%s\n\000\000\000' "$header" >nul-tail
printf '%s\nnonsense\n' "$header" >garbage
printf '%s %s\n' "$header" "$header" >two
printf '%s\n' '{"format": "stacksieve-graphs", "version": 1, "end": true}' '{"end": 0}' >closed
printf '%s\n{"function": "\377"}\n' "$header" >not-utf-8
printf '"text"\n' >text
printf '[]\n' >array
for file in empty blank binary utf-16 bom crlf no-newline truncated nul-tail garbage two closed not-utf-8 text array; do
  for reader in auto jansson; do
    echo "-- $file, $reader"
    "$STACKSIEVE" check --reader=$reader $file 2>&1
    echo "status $?"
  done
done
