# Functions and operations that are no unwind points say why.
run ()
{
  "$STACKSIEVE" explain corpus/policy_calls.json "$@" --policy corpus/policies/calls.json
}
run hooks:never
run hooks:never@0.1
run hooks:cut_down@0.1
run hooks:never@0.0
run hooks:quiet
run hooks:never --format json
"$STACKSIEVE" explain corpus/qsort.json C:qsort --policy pypy-stackless
"$STACKSIEVE" explain corpus/qsort.json C:qsort --policy pypy-stacklet
"$STACKSIEVE" explain corpus/qsort.json C:qsort --policy pypy-stackless --what-if 'held_by a b'
