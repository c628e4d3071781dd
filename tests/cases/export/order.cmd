# A build exported again has the same bytes, whatever the order in which specialisations turn up, the seed of hashes, the addresses of
# objects; and one more specialisation of each function leaves the symbols of the others alone.
# Sanitizers see nothing of it.
[ "${SANITIZED-no}" = no ] || exit 77
export_as ()
{
  name=$1
  shift
  python3 -B corpus/export_rpython.py --toolchain tests/toolchain -o "$name" tests/toolchain/program.py "$@" 2>/dev/null || echo "$name: $?"
}

symbols_of ()
{
  jq -r '.function // empty' "$1" | sort
}

PYTHONHASHSEED=0 export_as once
for seed in 1 2 3 random; do
  for order in '' reversed; do
    PYTHONHASHSEED=$seed export_as again $order
    cmp once again || echo "differs with seed $seed $order"
  done
done
export_as more extra
export_as more-reversed extra reversed
cmp more more-reversed
symbols_of once >symbols
symbols_of more >more-symbols
echo "lost:"
comm -23 symbols more-symbols
echo "new:"
comm -13 symbols more-symbols
if grep -n -e "$PWD" -e 0x -e "$(readlink -f tests)" once more; then
  echo "an address, or an absolute path"
fi
