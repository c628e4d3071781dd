"$STACKSIEVE" check
"$STACKSIEVE" check corpus/map.json corpus/map.json
# After --, a name may begin with a hyphen.
cp corpus/map.json ./-map.json
"$STACKSIEVE" check -- -map.json
