# The Python of real toolchains writes the same bytes as the one of the tests.  Skipped where there is none.
# Sanitizers see nothing of it.
[ "${SANITIZED-no}" = no ] || exit 77
python2=$(tests/toolchain/python2) || exit 77
for python in python3 "$python2"; do
  for options in '' 'extra reversed' broken-types; do
    "$python" -B -R corpus/export_rpython.py --toolchain tests/toolchain -o "$(basename "$python") $options" tests/toolchain/program.py $options 2>/dev/null
    echo "$options: exit status $?"
  done
done
for options in '' 'extra reversed' broken-types; do
  cmp "python3 $options" "$(basename "$python2") $options"
done
