tests/has-page || exit 77
"$STACKSIEVE" report corpus/recursion.json --policy pypy-stackless -o one.html && "$STACKSIEVE" report corpus/recursion.json --policy pypy-stackless --threads 1 >two.html
cmp one.html two.html
section () { sed -n 's|.*id="ss-'"$1"'">\(.*\)</script>$|\1|p' one.html | base64 -d; }
section meta | jq -c '[.program, .policy, .reduction, .records, .functions, [.kinds[].name]]'
section strings | tr '\0' '\n'
# names that begin with a nought
sed 's/"n_0"/"n_007"/g' corpus/recursion.json >nought.json
"$STACKSIEVE" report nought.json --policy pypy-stackless >one.html 2>/dev/null
section names | python3 -c 'import sys, zlib; sys.stdout.buffer.write(zlib.decompress(sys.stdin.buffer.read()))' | tr '\0' '\n' | grep '^n_0'
"$STACKSIEVE" report corpus/recursion.json --reduce some -o out 2>&1; echo "status $?"
"$STACKSIEVE" report 2>&1; echo "status $?"
"$STACKSIEVE" report no-such-file -o out 2>&1; echo "status $?"; test ! -e out
"$STACKSIEVE" report corpus/recursion.json --policy pypy-stackless --against corpus/recursion.json >same.html
section () { sed -n 's|.*id="ss-'"$1"'">\(.*\)</script>$|\1|p' same.html | base64 -d; }
section comparison | jq -c '[.changes, .summary.pickles.new_reads_old.readable, .summary.pickles.old_reads_new.readable]'
"$STACKSIEVE" report corpus/recursion.json --against no-such-file -o out 2>&1; echo "status $?"; test ! -e out
known='{"format": "stacksieve-suppressions", "version": 1, "suppress": [{"function": "f", "reason": "r"}]}'
echo "$known" >known.json
"$STACKSIEVE" report corpus/recursion.json --policy pypy-stackless --against corpus/recursion.json --suppress known.json >same.html
section comparison | jq -c '[.summary.suppressed, .summary.suppressions[].used]'
"$STACKSIEVE" report corpus/recursion.json --policy pypy-stackless --suppress known.json -o out 2>&1; echo "status $?"; test ! -e out
"$STACKSIEVE" report corpus/recursion.json --policy pypy-stackless --against corpus/recursion.json --suppress no-such-file -o out 2>&1; echo "status $?"; test ! -e out
"$STACKSIEVE" report - --against - -o out 2>&1; echo "status $?"; test ! -e out
"$STACKSIEVE" report corpus/recursion.json --against corpus/recursion.json -o out 2>&1; echo "status $?"; test ! -e out
"$STACKSIEVE" report corpus/recursion.json --policy nobody=generic -o out 2>&1; echo "status $?"; test ! -e out
