# The first bytes come by themselves: those that are read ahead, to tell packed input, keep their places.
gzip -cn corpus/map.json >map.json.gz
for file in corpus/map.json map.json.gz; do
  for n in 1 3 5; do
    { head -c $n $file; sleep 0.2; tail -c +$((n + 1)) $file; } | "$STACKSIEVE" check - | cut -d";" -f1
  done
done
