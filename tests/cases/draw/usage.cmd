# What is not understood is an error, before anything is read.
for args in '' '--function f -T gif' '--function f --time-limit 0' '--function f --time-limit x' '--function f --memory-limit -1'; do
  "$STACKSIEVE" draw absent.json $args
  echo $?
done
