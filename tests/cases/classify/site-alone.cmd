# A policy whose one unwind source is a call site: nothing is noted, and the call is the one unwind point.
echo '{"extends": "generic", "calls": [{"site": "hooks:unwinds@0.0", "unwinds": true}]}' >policy.json
"$STACKSIEVE" classify corpus/policy_calls.json --policy ./policy.json --format csv
