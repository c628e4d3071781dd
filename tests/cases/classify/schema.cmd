# Every document is as its schema says.
python3 -c 'import jsonschema' 2>/dev/null || exit 77
doc=$(dirname "$(readlink corpus)")/doc
n=0
# Keeps what a command writes, to be held against a schema at the end.
save ()
{
  n=$((n + 1))
  schema=$1
  shift
  "$STACKSIEVE" "$@" --policy $policy >made.$n
  printf '%s\t%s\t%s\n' made.$n "$doc/$schema.schema.json" "$*" >>made
}
tests/small-programs >programs
while read -r file policy functions; do
  save classify classify $file --records --suggest --format json
  save classify classify $file --kind special --type '*' --format json
  for function in $(echo $functions | cut -d ' ' -f -3); do
    save explain explain $file "$function" --format json
  done
done <programs
python3 - <<'END'
import json
import jsonschema
validators = {}
for row in open("made"):
    name, schema, words = row.rstrip("\n").split("\t")
    if schema not in validators:
        with open(schema) as f:
            text = json.load(f)
        jsonschema.Draft202012Validator.check_schema(text)
        validators[schema] = jsonschema.Draft202012Validator(text)
    with open(name) as f:
        for error in validators[schema].iter_errors(json.load(f)):
            print("%s: %s" % (words, error.message))
END
