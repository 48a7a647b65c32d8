"""What the crash tests have in common: a seed, a place that stays where something failed, and the end."""

import argparse
import os
import random
import shutil
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "EndToEnd"))

from ledger_process import Checks, clean_up_on_sigterm  # noqa: E402


def parser(description):
    """The arguments of every crash test; each adds its own."""
    arguments = argparse.ArgumentParser(
        description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("binary", metavar="BIN", help="the scim-ledger to test")
    arguments.add_argument("--seed", type=int, help="the seed of the random choices (default: a new one)")
    return arguments


def crash_run(arguments, test):
    """Calls `test(checks, chance, place)` and returns the process's exit code."""
    seed = random.randrange(1 << 32) if arguments.seed is None else arguments.seed
    # The seed repeats the choices; what a kill hits is up to the machine.
    print(f"seed {seed}", flush=True)
    clean_up_on_sigterm()
    checks = Checks()
    place = tempfile.mkdtemp(prefix="scim-ledger-crash-")
    try:
        test(checks, random.Random(seed), place)
    except (RuntimeError, OSError) as error:
        checks.expect(False, "the test could go on", error)
    if checks.failed:
        print(f"what seed {seed} left is kept in {place}", flush=True)
    else:
        shutil.rmtree(place)
    return checks.end()
