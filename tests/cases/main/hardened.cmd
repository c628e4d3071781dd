# The built program has what configure.ac turns on by default.  A build with sanitizers checks strings in its own way, and one
# that counts what runs is not optimised, without which there are no checked functions.
file=$STACKSIEVE
[ "${SANITIZED-no}" = no ] && ! readelf -sW "$file" | grep -q __gcov_dump && other= || other=yes
readelf -hW "$file" | grep -q 'Type: *DYN' && echo "position-independent"
readelf -lW "$file" | grep -q GNU_RELRO && echo "relocations are read-only"
readelf -dW "$file" | grep -q 'FLAGS_1.*NOW.*PIE' && echo "and bound at the start"
readelf -lW "$file" | grep -q 'GNU_STACK .* RW ' && echo "the stack is no code"
readelf --dyn-syms -W "$file" | grep -q __stack_chk_fail && echo "stack protector"
{ [ -n "$other" ] || readelf --dyn-syms -W "$file" | grep -q '_chk@GLIBC'; } && echo "checked functions"
# The architectures where these exist.
case $(uname -m) in
x86_64)
  # The note of the whole says less: it needs a C library that was built so.
  objdump -d --no-show-raw-insn "$file" | grep -A 1 '<main>:' | grep -q endbr64 && echo "control-flow protection"
  # Probing, nought is added by `or` to a place of the stack; nothing else does that.
  objdump -d --no-show-raw-insn "$file" | grep -q 'or[ql] *\$0x0,.*(%rsp)' && echo "stack probes"
  ;;
*) echo "control-flow protection" && echo "stack probes" ;;
esac
