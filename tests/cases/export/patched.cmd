# What the exporter makes the toolchain do: it follows the order in which things were met, where it goes through sets; lines of
# operations are kept by the RTyper and, in the same file, by the inliner; the notation for held values is known.
# Sanitizers see nothing of it.
[ "${SANITIZED-no}" = no ] || exit 77
python3 -B corpus/export_rpython.py --toolchain tests/toolchain -o out.jsonl tests/toolchain/program.py patched 2>/dev/null || exit
jq -r 'select(.function) | .function as $f | .blocks[0].ops[]? | select(.[0] == "number") | "\($f) has number \(.[2])"' out.jsonl | sort -n -k 4
jq -c 'select(.function == "elsewhere:forward_inlined" or .function == "program:hold" or .function == "program:parse"
  or .function == "re:escape") | [.function, .blocks[0].ops, .blocks[0].lines]' out.jsonl
