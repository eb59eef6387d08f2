"""Verifies an export of the audit log: a second implementation, with the standard library of Python 3 alone.

Usage: python3 scripts/verify_log.py EXPORT [--key VERIFIER]...
Signatures are checked with the openssl command where there is one; without it the output says that they were not.
"""

import base64
import hashlib
import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HEADER = b'{"format":"mainstay-audit-export/1"}'
SPKI_HEAD = bytes.fromhex("302a300506032b6570032100")


class BadLog(Exception):
    """The export is not what was logged."""


def sha256(data):
    return hashlib.sha256(data).digest()


def decode(text, length, what):
    try:
        data = base64.b64decode(text, validate=True)
    except ValueError:
        raise BadLog(f"{what} is malformed") from None
    if len(data) != length or base64.b64encode(data).decode() != text:
        raise BadLog(f"{what} is malformed")
    return data


class Stack:
    """Roots of full subtrees with their heights; two of the same height become one."""

    def __init__(self):
        self.nodes = []

    def push(self, leaf):
        height, node = 0, leaf
        while self.nodes and self.nodes[-1][0] == height:
            node = sha256(b"\x01" + self.nodes.pop()[1] + node)
            height += 1
        self.nodes.append((height, node))

    def root(self):
        if not self.nodes:
            return sha256(b"")
        root = self.nodes[-1][1]
        for _, node in reversed(self.nodes[:-1]):
            root = sha256(b"\x01" + node + root)
        return root


def read_verifier(text):
    match = re.fullmatch(r"([^+\s]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+=*)", text)
    if not match:
        raise BadLog("a verifier key is malformed")
    name, key_hash, encoded = match.groups()
    key = decode(encoded, 33, "a verifier key")
    if key[0] != 1 or sha256(name.encode() + b"\n" + key).hex()[:8] != key_hash:
        raise BadLog("a verifier key is malformed")
    return name, key_hash, key[1:]


def is_signed(openssl, key, text, signature):
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder, name) for name in ("key", "text", "signature")]
        for path, data in zip(paths, (SPKI_HEAD + key, text, signature)):
            path.write_bytes(data)
        command = [openssl, "pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-rawin"]
        command += ["-inkey", paths[0], "-in", paths[1], "-sigfile", paths[2]]
        return subprocess.run(command, capture_output=True, check=False).returncode == 0


def read_checkpoint(note, verifiers, openssl):
    text, separator, signatures = note.rpartition("\n\n")
    text += "\n"
    lines = text.split("\n")
    if not separator or len(lines) != 4 or not re.fullmatch(r"[1-9][0-9]*", lines[1]) or not signatures.endswith("\n"):
        raise BadLog("a checkpoint is malformed")
    origin, size, root = lines[0], int(lines[1]), decode(lines[2], 32, "the root of a checkpoint")
    known = 0
    for line in signatures[:-1].split("\n"):
        match = re.fullmatch(r"— (\S+) (\S+)", line)
        if not match:
            raise BadLog(f"the checkpoint of size {size} has a malformed signature")
        signature = decode(match.group(2), 68, f"the signature of size {size}")
        for name, key_hash, key in verifiers:
            if name != match.group(1) or key_hash != signature[:4].hex():
                continue
            if name != origin:
                raise BadLog(f"the checkpoint of size {size} is of another log")
            if openssl and not is_signed(openssl, key, text.encode(), signature[4:]):
                raise BadLog(f"the signature of the checkpoint of size {size} is wrong")
            known += 1
    if known == 0:
        raise BadLog(f"no known key signed the checkpoint of size {size}")
    return size, root


def records(path):
    with open(path, "rb") as file:
        for number, line in enumerate(file):
            if not line.endswith(b"\n"):
                raise BadLog("the export ends in the middle of a line")
            line = line[:-1]
            if number == 0:
                if line != HEADER:
                    raise BadLog("this is not an export of an audit log in a form that is known here")
                continue
            try:
                record = json.loads(line)
                again = json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode()
            except (ValueError, UnicodeError):
                record, again = None, None
            if not isinstance(record, dict) or again != line:
                raise BadLog(f"line {number + 1} is damaged")
            yield record


def verify(path, pinned, openssl):
    verifiers = [read_verifier(text) for text in pinned]
    checkpoints, checked, stack, size, keys, ended = [], 0, Stack(), 0, 0, False
    for record in records(path):
        kind = ",".join(record)
        if ended:
            raise BadLog("the export goes on after its end")
        if kind == "seq,hash,entry":
            if record["seq"] != size:
                raise BadLog(f"leaf {size} is missing")
            leaf = sha256(b"\x00" + record["entry"].encode())
            if leaf.hex() != record["hash"]:
                raise BadLog(f"leaf {size} does not have its hash")
            stack.push(leaf)
            size += 1
            while checked < len(checkpoints) and checkpoints[checked][0] == size:
                if checkpoints[checked][1] != stack.root():
                    raise BadLog(f"the first {size} leaves do not give the root that was signed")
                checked += 1
        elif kind == "verifier" and size == 0 and not checkpoints:
            keys += 1
            verifier = read_verifier(record["verifier"])
            if not pinned:
                verifiers.append(verifier)
        elif kind == "checkpoint" and size == 0:
            checkpoints.append(read_checkpoint(record["checkpoint"], verifiers, openssl))
            if len(checkpoints) > 1 and checkpoints[-1][0] < checkpoints[-2][0]:
                raise BadLog("the checkpoints are out of order")
        elif kind == "end":
            end, ended = record["end"], True
            if checked < len(checkpoints):
                raise BadLog(f"leaf {size} is missing: a checkpoint of {checkpoints[checked][0]} was signed")
            if end.get("size") != size:
                raise BadLog(f"leaf {size} is missing or too many")
            if end.get("root") != stack.root().hex():
                raise BadLog("the leaves do not give the root of the export")
            if list(end) != ["size", "root", "keys", "checkpoints"] or end["keys"] != keys or end["checkpoints"] != checked:
                raise BadLog("a key or a checkpoint is missing")
        else:
            raise BadLog("a line is out of order")
    if not ended:
        raise BadLog(f"the export ends after leaf {size - 1}")
    return size, stack.root().hex()


def main(arguments):
    path, *rest = arguments or [None]
    pinned = rest[1::2]
    if path is None or rest[::2] != ["--key"] * len(pinned):
        print("usage: verify_log.py EXPORT [--key VERIFIER]...", file=sys.stderr)
        return 2
    openssl = shutil.which("openssl")
    try:
        size, root = verify(path, pinned, openssl)
    except BadLog as error:
        print(f"BROKEN: {error}", file=sys.stderr)
        return 1
    print(f"intact: {size} leaves, root {root}")
    if not openssl:
        print("SIGNATURES WERE NOT CHECKED: there is no openssl command here.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
