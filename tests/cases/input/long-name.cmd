# A fault tells of a long name, but does not quote a megabyte; whole characters are kept where it is cut.
python3 - <<'END' >long.jsonl
import json
print('{"format": "stacksieve-graphs", "version": 1}')
for name in ("f" * 1000000, "\u00e9" * 500001, "f" * 400, "f" * 401):
    print(json.dumps({"function": name, "vars": {}, "blocks": [{"in": ["a" * 1000]}]}))
END
"$STACKSIEVE" check long.jsonl
