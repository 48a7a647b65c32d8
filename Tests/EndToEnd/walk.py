"""Walks README's "Why is this account disabled?" on a demo's ledger: its commands, and their output as it stands there.

What differs from one demo to the next is named by the rules below. A UUID and a position stand for the same thing
wherever README repeats them, also in the commands. A line of README that is only … stands for any lines.

Usage: walk.py SCIM-LEDGER README [--write]     with --write, what differs is written anew
"""
import difflib, os, re, shlex, subprocess, sys, tempfile

HEADING = "## Why is this account disabled?"
# What it is, how it looks, and whether the same text must stand for the same thing.
RULES = [
    ("a root hash", r"\b[0-9a-f]{64}\b", False),
    ("a UUID", r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b", True),
    ("a request id", r"\b[0-9a-f]{16}\b", False),
    ("an instant", r"\b\d{4}-\d\d-\d\d[ T]\d\d:\d\d(?::\d\d(?:\.\d+)?)?Z?", False),
    ("a duration", r"\b\d+(?:\.\d+)? m?s\b", False),
    ("a size", r"\b\d+(?:\.\d+)? [KMG]iB\b", False),
    ("an event", r"#\d+\b", True),
    ("a position or a port", r"\b\d{4,}\b", True),
]
TOKEN = re.compile("|".join(f"({pattern})" for _, pattern, _ in RULES))


class Walk:
    def __init__(self):
        self.meant = {}  # what README's UUIDs and positions are in this ledger
        self.shown = {}  # and the other way round

    def binds(self, written, found):
        return self.meant.setdefault(written, found) == found and self.shown.setdefault(found, written) == written

    def matches(self, written, found):
        """Whether a line of README is a line of the output."""
        if TOKEN.sub("\0", written) != TOKEN.sub("\0", found):
            return False
        for left, right in zip(TOKEN.finditer(written), TOKEN.finditer(found)):
            if left.lastindex != right.lastindex:
                return False
            if RULES[left.lastindex - 1][2] and not self.binds(left.group(), right.group()):
                return False
        return True

    def command(self, line):
        return shlex.split(TOKEN.sub(lambda token: self.meant.get(token.group(), token.group()), line))

    def align(self, written, found):
        """Binds what the lines tell that are the same but for the tokens in them."""
        left, right = ([TOKEN.sub("\0", line) for line in lines] for lines in (written, found))
        for start, other, size in difflib.SequenceMatcher(None, left, right, autojunk=False).get_matching_blocks():
            for offset in range(size):
                self.matches(written[start + offset], found[other + offset])

    def difference(self, written, found):
        """The first line of README that the output does not have, and what stands there."""
        place = 0
        for index, line in enumerate(written):
            if line == "…":
                after = written[index + 1] if index + 1 < len(written) else None
                if after is None:
                    return None
                while place < len(found) and TOKEN.sub("\0", found[place]) != TOKEN.sub("\0", after):
                    place += 1
                continue
            if place == len(found) or not self.matches(line, found[place]):
                return f"README  {line}\nis      {found[place] if place < len(found) else '(the end)'}"
            place += 1
        return None if place == len(found) else f"README  (the end)\nis      {found[place]}"


def main():
    binary, readme = os.path.abspath(sys.argv[1]), sys.argv[2]
    writes = "--write" in sys.argv
    text = open(readme, encoding="utf-8").read()
    start = text.index(HEADING)
    end = text.find("\n## ", start + 1)
    section = text[start:end if end >= 0 else len(text)]
    blocks = re.findall(r"(?ms)^```\n\$ (scim-ledger [^\n]*)\n(.*?)^```$", section)
    assert len(blocks) >= 3, f"README's {HEADING} has {len(blocks)} commands"
    walk, failed = Walk(), 0
    environment = {name: value for name, value in os.environ.items() if name != "COLUMNS"}
    with tempfile.TemporaryDirectory(prefix="scim-ledger-walk-") as place:
        subprocess.run([binary, "demo", "--data", "ledger"], cwd=place, env=environment, check=True, stdout=subprocess.DEVNULL)
        for line, written in blocks:
            command = walk.command(line)
            run = subprocess.run([binary, *command[1:]], cwd=place, env=environment, capture_output=True, text=True)
            found = [row.rstrip() for row in run.stdout.splitlines()]
            difference = walk.difference([row.rstrip() for row in written.splitlines()], found)
            if run.returncode or difference:
                failed += 1
                print(f"$ {line}\nended with {run.returncode}\n{run.stderr}{difference or ''}\n")
            if writes and difference and not run.returncode:
                walk.align(written.splitlines(), found)
                # In README's own numbers, so that what is not written anew still fits.
                rows = [TOKEN.sub(lambda token: walk.shown.get(token.group(), token.group()), row) for row in found]
                text = text.replace(f"$ {line}\n{written}", f"$ {line}\n" + "".join(row + "\n" for row in rows))
    if writes:
        open(readme, "w", encoding="utf-8").write(text)
    print(f"{len(blocks) - failed} passed, {failed} failed")
    return 1 if failed and not writes else 0


if __name__ == "__main__":
    sys.exit(main())
