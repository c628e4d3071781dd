# A reader that goes away is a write error, not a silent death.
{ sleep 0.3; "$STACKSIEVE" check corpus/map.json; echo "status $?" >&2; } | :
