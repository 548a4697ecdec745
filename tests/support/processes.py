"""Programs that tests start and interrupt."""

INTERRUPTIBLE = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n"
"""First line of a program that SIGINT must reach, also where the test run itself ignores SIGINT.

A shell starts background jobs with SIGINT ignored, their children inherit it, and Python then
installs no handler.
"""
