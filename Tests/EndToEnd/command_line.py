"""Uses scim-ledger as scripts and operators do: its commands, beside a running server and without one."""

import argparse
import os
import shutil
import sys
import tempfile

import command_line_steps as steps
import entra_log_step
import import_step
import past_steps
import provisioning_steps
import secrets_step
import word_steps
from ledger_process import Checks, Ledger, clean_up_on_sigterm


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binary", metavar="BIN", help="the scim-ledger to test")
    parser.add_argument("--keep", action="store_true", help="keep the ledger, and say where it is")
    arguments = parser.parse_args()
    clean_up_on_sigterm()
    checks = Checks()
    place = tempfile.mkdtemp(prefix="scim-ledger-commands-")
    ledger = Ledger(arguments.binary, os.path.join(place, "ledger"))
    server = None
    try:
        steps.help_and_usage(ledger, checks)
        word_steps.help_fits(ledger, checks)
        steps.no_ledger(ledger, checks)
        token = steps.first_token(ledger, checks)
        server = steps.serving(ledger, checks)
        steps.tokens_beside_a_server(ledger, server, checks)
        people = steps.Story(server.connect(token), checks)
        steps.log_of_the_story(ledger, people, checks)
        steps.one_event(ledger, people, checks)
        entra_log_step.importing(ledger, people, checks)
        steps.reading_commands(ledger, people, checks)
        past_steps.past(ledger, people, checks)
        past_steps.against(arguments.binary, place, ledger, checks)
        steps.hostile_text(ledger, server.connect(token), checks)
        steps.nobody(ledger, checks)
        word_steps.nearest_words(ledger, checks)
        word_steps.completions(ledger, checks)
        import_step.importing(arguments.binary, ledger, checks)
        steps.second_server(ledger, server, checks)
        steps.rebuilding(ledger, checks)
        steps.early_end_of_a_pipe(ledger, server.connect(token), checks)
        sent = secrets_step.send(server.connect(token), checks)
        steps.ending_under_load(ledger, server, token, checks)
        secrets_step.search(ledger, [*sent, token], checks)
        steps.rebuilding(ledger, checks)
        steps.damage(ledger, people, checks)
        provisioning_steps.provisioning(arguments.binary, place, checks)
    except Exception as error:  # noqa: BLE001: the steps build on one another, so the first surprise ends them
        checks.expect(False, "the run could go on", f"{type(error).__name__}: {error}")
        raise
    finally:
        if server and server.process.poll() is None:
            server.kill()
        if arguments.keep or checks.failed:
            print(f"the ledger is kept in {place}")
        else:
            shutil.rmtree(place)
    return checks.end()


if __name__ == "__main__":
    sys.exit(main())
