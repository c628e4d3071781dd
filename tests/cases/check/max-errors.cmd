{
  echo '{"format": "stacksieve-graphs", "version": 1}'
  for n in 1 2 3 4 5; do echo "{\"external\": $n}"; done
} >bad
"$STACKSIEVE" check --max-errors=2 bad
"$STACKSIEVE" check --max-errors=5 bad
