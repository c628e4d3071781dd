head -c 100000000 /dev/zero | tr '\0' '\n' | bzip2 >bomb
"$STACKSIEVE" check --max-unpacked=10M bomb
