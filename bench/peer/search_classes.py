"""Finds SDKs in APKs by searching a disassembler's text, with one regular expression for each SDK.

A reproduction of the method of a published scanner, made from its description: all that `dexdump` prints of each code
file is searched for names of types, and each signature is searched, unanchored, in each of the names.

    python3 search_classes.py SIGNATURES APK...     prints a line of JSON for each APK

SIGNATURES holds a line for each SDK: its id, a tab, its regular expression.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
import time
import zipfile

TYPE = re.compile(r"L((?:\w+/)+\w+)")
CODE_FILE = re.compile(r"^classes.*\.dex$")


def names_in(apk):
    names = set()
    with zipfile.ZipFile(apk) as archive, tempfile.TemporaryDirectory() as folder:
        for entry in archive.namelist():
            if CODE_FILE.match(entry):
                file = archive.extract(entry, folder)
                text = subprocess.run(["dexdump", file], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout
                names.update(TYPE.findall(text.decode("utf-8", "ignore")))
                os.remove(file)
    return {name.replace("/", ".") for name in names}


def most_resident():
    with open("/proc/self/status", encoding="ascii") as status:
        return next((int(line.split()[1]) for line in status if line.startswith("VmHWM:")), 0)


def processor_time():
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def main():
    with open(sys.argv[1], encoding="utf-8") as lines:
        signatures = [line.rstrip("\n").split("\t") for line in lines]
    signatures = [(sdk, re.compile(expression)) for sdk, expression in signatures]
    for apk in sys.argv[2:]:
        start = time.monotonic()
        names = names_in(apk)
        read = time.monotonic()
        found = [sdk for sdk, signature in signatures if any(signature.search(name) for name in names)]
        end = time.monotonic()
        print(json.dumps({"apk": apk, "seconds": end - start, "matching": end - read, "names": len(names),
                          "found": found, "kilobytes": most_resident(), "processor": processor_time()}), flush=True)


main()
