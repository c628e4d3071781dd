for file in corpus/programs/*.jsonl; do "$STACKSIEVE" check "$file" || exit; done
