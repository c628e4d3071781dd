mkdir folder
"$STACKSIEVE" check folder
"$STACKSIEVE" check absent
"$STACKSIEVE" check ''
"$STACKSIEVE" check corpus/map.json/x
ln -s loop loop
"$STACKSIEVE" check loop
mkfifo fifo
cat corpus/map.json >fifo &
"$STACKSIEVE" check fifo
