# The same bytes whatever the locale, the time zone, the number of threads.
for format in dot svg pdf; do
  LC_ALL=C "$STACKSIEVE" draw corpus/handler.json --policy pypy-stackless --function app:get_default -T $format --threads 1 -o one 2>one.err
  LC_ALL=C.UTF-8 LANG=de_DE.UTF-8 TZ=Asia/Tokyo \
    "$STACKSIEVE" draw corpus/handler.json --policy pypy-stackless --function app:get_default -T $format --threads 4 -o two
  cmp one two
done
