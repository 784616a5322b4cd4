# SPDX-License-Identifier: Apache-2.0
"""Checks the input spec's JSON Schema with the examples that the parser is tested with.

In testdata/input-specs, schema and parser accept the files of good and refuse those of bad. Only the parser refuses
those of beyond-schema, for reasons that JSON Schema cannot express.
"""

import json
import pathlib
import sys

import jsonschema


def check(validator, folder, accepted):
    files = sorted(folder.glob("*.json"))
    if not files:
        yield f"{folder}: no examples"
    for path in files:
        error = jsonschema.exceptions.best_match(validator.iter_errors(json.loads(path.read_text())))
        if accepted and error is not None:
            yield f"{path}: refused at {error.json_path}: {error.message}"
        if not accepted and error is None:
            yield f"{path}: accepted"


def main():
    root = pathlib.Path(sys.argv[1])
    schema = json.loads((root / "lib/inputs/input-spec.schema.json").read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    specs = root / "testdata/input-specs"
    problems = list(check(validator, specs / "good", accepted=True))
    problems += check(validator, specs / "bad", accepted=False)
    problems += check(validator, specs / "beyond-schema", accepted=True)
    for problem in problems:
        print(problem)
    return 1 if problems else 0


sys.exit(main())
