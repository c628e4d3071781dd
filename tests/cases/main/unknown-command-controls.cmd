# What the terminal would act upon is shown instead.
"$STACKSIEVE" "$(printf 'a\033[31mb')"
