# What an entry would change, as an entry, a list of them, or a policy; what it names in vain is noted.
set -- corpus/call_function.json --policy corpus/policies/frames-stackless.json
try ()
{
  "$STACKSIEVE" chokes corpus/call_function.json --policy corpus/policies/frames-stackless.json --what-if "$1" 2>err | sed 1,4d
  grep -v 'none of the roots' err
}
try '{"site": "interp:funcall@0.4", "never": true}'
try '[{"site": "interp:funcall@0.4", "never": true}, {"site": "interp:funcall_star@0.0", "only": ["interp:Arguments.unpack_star"]}]'
try '{"unwind_functions": ["nothing:like.this"]}'
try '{"site": "interp:funcall_star@0.0", "only": ["interp:PyFrame.run"]}'
try '{"site": "interp:funcall_star@0.0", "only": ["no:such"]}'
try '[1]'
