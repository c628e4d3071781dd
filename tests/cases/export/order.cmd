# A build exported again has the same bytes, whatever the order in which specialisations turn up, the seed of hashes, the addresses of
# objects, the folders in which the toolchain and the program are; and one more specialisation of each function leaves the symbols of
# the others alone.
# Sanitizers see nothing of it.
[ "${SANITIZED-no}" = no ] || exit 77
export_as ()
{
  name=$1
  shift
  python3 -B corpus/export_rpython.py --toolchain "$PWD/$toolchain" -o "$name" "$PWD/$program" "$@" 2>/dev/null || echo "$name: $?"
}

toolchain=tests/toolchain
program=tests/toolchain/program.py

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
echo "in what holds addresses and paths:"
mkdir -p 'a checkout/of it' another/place
cp -RL tests/toolchain 'a checkout/of it/toolchain'
cp tests/toolchain/program.py another/place/program.py
for order in '' reversed; do
  toolchain=tests/toolchain
  program=tests/toolchain/program.py
  export_as located located $order
  toolchain='a checkout/of it/toolchain'
  export_as moved-toolchain located $order
  program=another/place/program.py
  export_as moved located $order
  cmp located moved
  cmp located moved-toolchain
done
symbols_of located >located-symbols
comm -13 symbols located-symbols
jq -c '.blocks[]?.ops[]? | select(.[0] == "look" or .[2] == "C:outside")' located
jq -r 'select(.function == "program:called_in_place").vars | keys[]' located
if grep -n -e "$PWD" -e 'at 0x' -e '0x[0-9a-f]\{6\}' -e /opt -e "$(readlink -f tests)" once more located moved; then
  echo "an address, or an absolute path"
fi
