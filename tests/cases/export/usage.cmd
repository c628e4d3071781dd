# Exit status 2, or 130 after an interrupt: there is no stream, not even part of one, and one that was there stays.
# Sanitizers see nothing of it.
[ "${SANITIZED-no}" = no ] || exit 77
try ()
{
  python3 -B corpus/export_rpython.py "$@" >output 2>&1
  echo "exit status $?: $(tail -n 1 output)"
}

mkdir folder
echo old >folder/out
fake='--toolchain tests/toolchain'
RPYTHON= PYTHONPATH= try --toolchain folder -o folder/new tests/toolchain/program.py | sed 's/([^)]*)/(…)/'
# a toolchain that this Python cannot load: that is said, and not that there is none
mkdir -p loaded/rpython/flowspace 'older/pypy/objspace/flow'
touch loaded/rpython/flowspace/__init__.py older/pypy/__init__.py older/pypy/objspace/__init__.py older/pypy/objspace/flow/__init__.py
for text in 'import absent' 'def f(:' 'raise AttributeError("no such thing")' 'import sys; sys.exit(1)' 'raise KeyboardInterrupt'; do
  echo "$text" >loaded/rpython/__init__.py
  echo "$text" >older/pypy/objspace/flow/model.py
  [ "$text" != 'import absent' ] || mv loaded/rpython/__init__.py loaded/rpython/flowspace/model.py
  touch loaded/rpython/__init__.py
  for toolchain in loaded older; do
    RPYTHON= PYTHONPATH= try --toolchain $toolchain -o folder/new tests/toolchain/program.py | sed 's/Python 3\.[0-9]*/Python 3/; s/: invalid syntax.*/: …/'
  done
  rm -f loaded/rpython/flowspace/model.py
done
try $fake tests/toolchain/program.py
try $fake -o
try $fake -o folder/new --stage jit tests/toolchain/program.py
try $fake -o folder/new --stage rtype,backendopt tests/toolchain/program.py
try $fake -o absent/new tests/toolchain/program.py
# before anything is translated
echo 'print("translated")' >folder/slow.py
try $fake -o folder folder/slow.py
try $fake -o '' folder/slow.py
try $fake -o /proc/new folder/slow.py
ln -s ../absent/new folder/astray
try $fake -o folder/astray folder/slow.py
rm folder/slow.py folder/astray
echo 'def target(t, options): raise ValueError("no such program")' >folder/fails.py
try $fake -o folder/out folder/fails.py
cat folder/out
# the toolchain's or the program's own exit; status 0 stays if it is help that was asked for
try $fake -o folder/out folder/absent.py
try $fake -o folder/out --help tests/toolchain/program.py
for status in 0 1 3 '' '"no such program"'; do
  echo "import sys; print('told', file=sys.stderr); sys.exit($status)" >folder/fails.py
  try $fake -o folder/out folder/fails.py
done
echo 'def target(t, options): raise KeyboardInterrupt' >folder/fails.py
try $fake -o folder/out folder/fails.py
cat folder/out
# while the stream is written
echo 'def target(t, options): t.graphs = None' >folder/fails.py
try $fake -o folder/out folder/fails.py
cat folder/out
cat >folder/fails.py <<'END'
class Interrupted(object):
    @property
    def startblock(self):
        raise KeyboardInterrupt
    func = None
    name = 'interrupted'

def target(t, options):
    t.rtype()
    t.graphs.append(Interrupted())
END
try $fake -o folder/out folder/fails.py
cat folder/out
ls -A folder
rm output
echo "a symbolic link stays one, and a pipe a pipe:"
ln -s out folder/link
try $fake -o folder/link tests/toolchain/program.py | sed 's/, in .*//'
[ -h folder/link ] && cmp folder/link folder/out && head -n 1 folder/out
mkfifo folder/pipe
timeout 60 cat folder/pipe >folder/read &
try $fake -o folder/pipe tests/toolchain/program.py | sed 's/, in .*//'
wait
[ -p folder/pipe ] && cmp folder/read folder/out && echo "the same stream"
rm folder/link folder/pipe folder/read output
echo "and these are written, one for each stage:"
try $fake --out=folder/%s.jsonl --stage=rtype,backendopt --program=named tests/toolchain/program.py | sed 's/, in .*//'
head -qn 1 folder/*.jsonl
echo "options of the toolchain that have values, which may be files, and are not the target:"
touch compiler
for options in '--inline-threshold 0 -O1' '--inline-threshold=0' '--cc compiler' "--cc $PWD/compiler" '--cc compiler --platform host'; do
  for target in tests/toolchain/program.py tests/toolchain/program; do
    python3 -B corpus/export_rpython.py $options $fake -o out $target extra --shown -o kept 2>/dev/null
    echo "exit status $?: $(head -n 1 out | jq -c .options), $(grep -c '"function".*float' out) of the target's option"
    rm -f out
  done
done
