# The same bytes in any locale.
"$STACKSIEVE" check corpus/map.json >c
for locale in C.UTF-8 de_DE.UTF-8 tr_TR.UTF-8 nowhere; do
  LC_ALL=$locale LANG=$locale LANGUAGE=de "$STACKSIEVE" check corpus/map.json | cmp c -
done
