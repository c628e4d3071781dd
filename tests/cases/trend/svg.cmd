# A chart of many builds and of one: XML, the same bytes in each locale and for any number of threads; names are text, whatever they are.
cat >names.json <<'END2'
{"format": "stacksieve-graphs", "version": 1, "program": "</text><script>&\"\u202e\u0000\uffff]]>--\u0001", "stage": "=cmd|' /C'!A0\n", "functions": []}
END2
cp corpus/call_function.json "$(printf '<a>&"\001\377')"
check ()
{
  "$STACKSIEVE" trend "$@" --format svg -o t.svg || return
  if command -v xmllint >/dev/null; then xmllint --noout t.svg; fi
  ! grep '<script\|&"' t.svg
  LC_ALL=de_DE.UTF-8 LANG=de_DE.UTF-8 "$STACKSIEVE" trend "$@" --format svg --threads 1 | cmp t.svg -
}
check names.json
grep script t.svg
"$STACKSIEVE" trend names.json "$(printf '<a>&"\001\377')"
"$STACKSIEVE" trend names.json "$(printf '<a>&"\001\377')" --format csv
"$STACKSIEVE" trend names.json "$(printf '<a>&"\001\377')" --format json | grep '"file"\|"program"\|"stage"'
check names.json corpus/coroutine_root.json corpus/unknown_call.json
set --
for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15; do set -- "$@" corpus/map.json corpus/unknown_call.json corpus/recursion.json; done
check "$@" && grep -c polyline t.svg
"$STACKSIEVE" trend corpus/coroutine_root.json corpus/unknown_call.json --policy corpus/policies/coroutine.json --format svg
# From a hundred builds on, fewer of them are numbered below an axis, so that numbers do not touch.
labels () { for i in $(seq "$1"); do echo names.json; done | xargs "$STACKSIEVE" trend --format svg 2>/dev/null | grep -c 'class="mid"'; }
labels 99
labels 120
