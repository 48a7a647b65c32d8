"""What the command line does for who writes a word wrong, or only begins it."""

import json
import os
import subprocess

from command_line_steps import expect_end

# A line under completion, whether the ledger is named in it, and what a shell must offer for its last word.
COMPLETIONS = [
    ("bla", False, {"blame"}),
    ("sync re", False, {"resume", "restart", "replay"}),
    ("log --output js", False, {"json", "jsonl"}),
    ("values us", False, {"userName", "userAgent"}),
    ("settings set --profile r", False, {"rfc"}),
    ("export --format cl", False, {"cloudevents"}),
    ("expression functions Jo", False, {"Join"}),
    ("explain ann", True, {"anna@example.com"}),
    ("cycles --client e", True, {"entra"}),
]
BASH = """
source "$1"
shift
COMP_WORDS=("$@")
COMP_CWORD=$(($# - 1))
COMP_LINE="$*"
COMP_POINT=${#COMP_LINE}
_scim-ledger "$1" "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
printf '%s\\n' "${COMPREPLY[@]}"
"""


def help_fits(ledger, checks):
    """What help sets line by line, examples and tables, fits a terminal of 80 columns."""
    def lines(command, path):
        path = [*path, command["commandName"]]
        for line in (command.get("discussion") or "").split("\n"):
            if line.startswith("  "):
                yield " ".join(path), line
        for subcommand in command.get("subcommands", []):
            yield from lines(subcommand, path)

    dump = json.loads(ledger.run("--experimental-dump-help", data=False).stdout)
    for name, line in lines(dump["command"], []):
        checks.expect(len(line) <= 80, f"a line of {name} --help fits", line)


def nearest_words(ledger, checks):
    """A word that is known to nobody is answered with the one that was likely meant."""
    for words, status, meant in (
        (("lgo",), 64, "log"), (("sync", "stauts"), 64, "status"), (("values", "opration"), 64, "operation"),
        (("log", "--where", 'usrName eq "x"'), 64, "userName"), (("stats", "-k", "scimtyp"), 64, "scimType"),
        (("log", "--attribute", "activ"), 64, "active"), (("users", "--filter", "usrName pr"), 64, "userName"),
        (("bisect", "--first", "activ eq false"), 64, "active"), (("settings", "set", "--profile", "rcf"), 64, "rfc"),
        (("export", "--format", "oscf"), 64, "ocsf"), (("expression", "functions", "Jion"), 1, "Join"),
        (("user", "ana@example.com"), 1, "anna@example.com"), (("history", "anna@exmaple.com"), 1, "anna@example.com"),
        (("blame", "anna@example.co"), 1, "anna@example.com"),
        (("blame", "anna@example.com.titel"), 1, None), (("blame", "anna@example.com.activ"), 1, "active"),
    ):
        is_bare = words[0] in ("lgo", "sync", "expression")
        result = ledger.run(*words, data=not is_bare)
        expect_end(checks, result, status, " ".join(words), meant and f"Did you mean {meant}?")


def completions(ledger, checks):
    """bash is given the completions; those of names come from the ledger that the line names."""
    script = os.path.join(os.path.dirname(ledger.directory), "completions.bash")
    made = ledger.run("--generate-completion-script", "bash", data=False)
    expect_end(checks, made, 0, "--generate-completion-script bash")
    with open(script, "w", encoding="utf-8") as file:
        file.write(made.stdout)
    for line, names_ledger, wanted in COMPLETIONS:
        *words, last = line.split()
        if names_ledger:
            words[1:1] = ["--data", ledger.directory]
        path = os.path.dirname(os.path.abspath(ledger.binary)) + os.pathsep + os.environ["PATH"]
        result = subprocess.run(
            ["bash", "-c", BASH, "bash", script, "scim-ledger", *words, last], capture_output=True, text=True,
            env={**os.environ, "PATH": path}, timeout=60)
        checks.equal(set(result.stdout.split()), wanted, f"what bash offers for {line}")
    for shell in ("zsh", "fish"):
        made = ledger.run("--generate-completion-script", shell, data=False)
        checks.expect(made.returncode == 0 and "explain" in made.stdout, f"completions for {shell}")
