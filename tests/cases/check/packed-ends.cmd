# Packed input that holds nothing, that is no more than what it is known by, that ends within what follows the data, that is not what its checksum
# says, and that is padded.
gzip -c </dev/null >nothing
gzip -c <corpus/map.json | head -c -5 >cut
xz -c </dev/null >nothing.xz
printf '\050\265\057\375' >mark
printf '\3757zXZ\000' >mark.xz
bzip2 -c <corpus/map.json | head -c -5 >cut.bz2
gzip -c <corpus/map.json >sum
printf 'xxxx' | dd of=sum bs=1 seek=$(($(wc -c <sum) - 8)) conv=notrunc 2>/dev/null
gzip -c <corpus/map.json >more
echo more >>more
(gzip -c <corpus/map.json; head -c 70000 /dev/zero) >padded
for file in nothing nothing.xz mark mark.xz cut cut.bz2 sum more padded; do
  "$STACKSIEVE" check $file | sed 's/, .*//'
  "$STACKSIEVE" check $file >/dev/null 2>&1
  echo "$?"
done 2>&1
