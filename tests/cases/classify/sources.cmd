# SARIF: of code that was made in a file, the file and the line where it was made; a name that only looks so is left as it is.
for source in 'm.py' 'm.py:12>' 'm.py:>' 'm.py:12' 'm.py:1234567890>' 'a:b.py:3>' ':4>'; do
  jq --arg file "$source" '.functions[].file = $file' corpus/call_function.json >program.json
  "$STACKSIEVE" classify program.json --policy corpus/policies/frames-stackless.json --format sarif |
    jq -c --arg file "$source" '[$file, ([.runs[0].results[].locations[0].physicalLocation | [.artifactLocation.uri, .region.startLine]] | unique)]'
done
