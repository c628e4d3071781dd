echo '{"format": "stacksieve-graphs", "version": 1}' >none
"$STACKSIEVE" classify none --records
"$STACKSIEVE" classify none --records --format csv
"$STACKSIEVE" classify none --records --format json | jq -c '.records, .summary.all, .summary.program'
