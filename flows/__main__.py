"""`python -m flows` is the command `rostrum`."""

from flows.cli import main

main()
