# Lines of three bytes: of the pieces that threads read, one ends with a whole line, one with a byte of the next line, one with two.
python3 - <<'END' >blank.jsonl
print('{"format": "stacksieve-graphs", "version": 1}')
print("  \n" * 1400000 + '{"type": "T"}')
END
for threads in 1 2 5; do
  "$STACKSIEVE" check blank.jsonl --threads=$threads
done
