# What the exporter writes of a program on the tests' own toolchain: symbols, types, lines, handlers, constants, a held value, a C function.
python3 -B corpus/export_rpython.py --toolchain tests/toolchain -o out.jsonl -O1 tests/toolchain/program.py 2>/dev/null || exit
cat out.jsonl
"$STACKSIEVE" check out.jsonl
# packed, the time is not in it
for name in a b; do
  python3 -B corpus/export_rpython.py --toolchain tests/toolchain -o $name.gz -O1 tests/toolchain/program.py 2>/dev/null || exit
done
cmp a.gz b.gz && gzip -dc a.gz | cmp - out.jsonl
