# An error in one graph, or one class, names it and the others are written; the exit status, and the imported function's result, tell.
# Sanitizers see nothing of it.
[ "${SANITIZED-no}" = no ] || exit 77
export_of ()
{
  python3 -B corpus/export_rpython.py --toolchain tests/toolchain -o out.jsonl "$@" 2>errors
  echo "exit status $?"
  grep -v 'functions after' errors
  jq -c '.blocks[]?.ops[]? | select(.[0] == "look") | .[2:]' out.jsonl | grep -v Thing
  jq -r '.function // empty' out.jsonl | sort >found
  diff all found
}

python3 -B corpus/export_rpython.py --toolchain tests/toolchain -o out.jsonl tests/toolchain/program.py 2>/dev/null
jq -r '.function // empty' out.jsonl | sort >all
for fault in broken-types broken-links broken-key broken-members broken-hints broken-name broken-function broken-choice \
  broken-specialisations broken-classes 'broken-types broken-links broken-key'; do
  echo "== $fault"
  export_of tests/toolchain/program.py $fault
  "$STACKSIEVE" check out.jsonl
  [ "$fault" != broken-members ] || jq -r 'select(.function == "program:main").vars | keys[] | select(startswith("gc:twin"))' out.jsonl
done
echo "== called from elsewhere"
export_of --only program tests/toolchain/program.py
grep '"external"' out.jsonl
echo "== globs that match nothing"
export_of --only program --only 'elsewere.*' --only '[ab]?' tests/toolchain/program.py
export_of --only progam tests/toolchain/program.py >/dev/null
cat errors out.jsonl | sed 's/, in .*//'
echo "== broken-choice, called from elsewhere"
export_of --only program tests/toolchain/program.py broken-choice
grep '"external"' out.jsonl
echo "== broken-helper"
export_of --only program tests/toolchain/program.py broken-helper
grep '"external"' out.jsonl
echo "== imported"
PYTHONPATH=corpus:tests/toolchain python3 -B - 2>/dev/null <<'END'
import sys
import export_rpython
from rpython.translator.translator import TranslationContext
sys.path.append('tests/toolchain')
import program
export_rpython.keep_lines()
t = TranslationContext()
program.target(t, ['broken-types'])
t.rtype()
print([(symbol, str(e)) for symbol, e in export_rpython.export(t, 'imported.jsonl', 'program', only=['program'])])
END
jq -c 'select(.format)' imported.jsonl
