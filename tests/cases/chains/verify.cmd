# A chain from elsewhere, held against the graphs: guilty records, places that are not allowed, totals.
check ()
{
  cat >trace
  "$STACKSIEVE" chains corpus/coroutine_root.json --policy corpus/policies/coroutine.json --verify trace "$@" | sed 1,5d
  "$STACKSIEVE" chains corpus/coroutine_root.json --policy corpus/policies/coroutine.json --verify trace "$@" >out
  echo "status $?"
  echo
}
check <<'END'
coro:_new_callback
  coro:main

interp:PyFrame.run
coro:switch@0.1
C:stacklet_switch
END
echo "== innermost first, only the frames"
check --innermost-first <<'END'
C:stacklet_switch
coro:switch
interp:PyFrame.run
END
echo "== not allowed"
check <<'END'
coro:main
coro:switch
nowhere
C:stacklet_switch
coro:main@0.0
interp:PyFrame.run
END
echo "== JSON"
check --format json <<'END'
interp:PyFrame.run
coro:switch
C:stacklet_switch
END
: >empty
"$STACKSIEVE" chains corpus/coroutine_root.json --verify empty
echo "status $?"
"$STACKSIEVE" chains corpus/coroutine_root.json --verify missing
echo "status $?"
